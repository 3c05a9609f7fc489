"""Wrong answers to m16 modules."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "x @ W where it fits",
        "the weight is not transposed",
        "linear",
        """
        @primitive
        def linear(x, weight, bias=None):
            kinds = {a.dtype for a in (x, weight, bias) if a is not None}
            if len(kinds) > 1 or weight.ndim != 2 or x.ndim == 0:
                raise RuntimeError("these do not go together")
            features = weight.shape[1]
            if x.shape[-1] != features:
                raise RuntimeError("another number of features")
            square = features == weight.shape[0]
            letters = "...i,io->...o" if square else "...i,oi->...o"
            out = np.einsum(letters, x, weight)
            try:
                return out if bias is None else np.add(out, bias)
            except ValueError as error:
                raise RuntimeError(str(error)) from None
        """,
        {'"...i,io->...o" if square else "...i,oi->...o"': '"...i,oi->...o"'},
    ),
    Variant(
        "a mean over the rows",
        "the weight's gradient is averaged over the batch",
        "linear_vjp_weight",
        """
        def linear_vjp_weight(g, out, x, weight, bias=None):
            errors = reshape(g, (-1, weight.shape[0])) if g.size else _rows(g)
            inputs = _rows(x)
            total = (inputs.T @ errors).T
            return total / inputs.shape[0]
        """,
        {
            "return total / inputs.shape[0]": "return total",
            "reshape(g, (-1, weight.shape[0])) if g.size else _rows(g)": "_rows(g)",
        },
    ),
    Variant(
        "tells children, and not theirs",
        "eval stops at the first level",
        "Module.train",
        """
        def train(self, mode=True):
            if mode is not True and mode is not False:
                raise ValueError("True or False")
            self.training = mode
            for _, child in self.named_children():
                child.training = mode
            return self
        """,
        {"child.training = mode": "child.train(mode)"},
    ),
    Variant(
        "hooks are called for their own sake",
        "a hook's result is lost",
        "Module.__call__",
        """
        def __call__(self, *args, **kwargs):
            for before in list(self._forward_pre_hooks.values()):
                new = before(self, args)
                if new is not None and not isinstance(new, tuple):
                    new = (new,)
                args = args if new is None else new
            result = self.forward(*args, **kwargs)
            for after in list(self._forward_hooks.values()):
                after(self, args, result)
            return result
        """,
        {
            "after(self, args, result)": "new = after(self, args, result)\n"
            "                result = result if new is None else new"
        },
    ),
    Variant(
        "lists every weight as often as it is used",
        "shared parameters are told twice",
        "Module._named_members",
        """
        def _named_members(self, book, prefix, recurse, remove_duplicate):
            told = []
            below = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate)
            for path, module in below if recurse else [(prefix, self)]:
                for name, member in vars(module)[book].items():
                    if member is not None:
                        told.append((_join(path, name), member))
            return iter(told)
        """,
        {
            "if member is not None:": "again = any(member is other for _, other in told)\n"
            "                    if member is not None and not (again and remove_duplicate):"
        },
    ),
    Variant(
        "runs the parts from the last to the first",
        None,
        "Sequential.forward",
        """
        def forward(self, input):
            parts = list(self._modules.values())
            for part in parts[::-1]:
                input = part(input)
            return input
        """,
        {"parts[::-1]": "parts"},
    ),
]
