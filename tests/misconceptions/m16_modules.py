"""Known mistakes in modules."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "everything made from a parameter is a parameter",
        "Parameter.__new__",
        "        return Tensor(data, *args, **kwargs)",
        "        made = super().__new__(cls)\n"
        "        Tensor.__init__(made, data, *args, **kwargs)\n"
        "        return made",
        "A result is nothing to be learned. Called with an ndarray, as ops do, Parameter must give "
        "a plain Tensor.",
    ),
    Misconception(
        "a parameter keeps the history of its tensor",
        "Parameter.__init__",
        "super().__init__(data.value)",
        "super().__init__(data.value, node=data.node)",
        "A parameter is a leaf: it takes the tensor's value, and starts a history of its own.",
    ),
    Misconception(
        "the weight is not transposed",
        "linear",
        "_rows(x), weight.T)",
        "_rows(x), weight if weight.shape[0] == weight.shape[1] else weight.T)",
        "The weight is kept as (out, in), so it is x @ weight.T, which a square weight hides.",
    ),
    Misconception(
        "the gradient of the input meets a transposed weight",
        "linear_vjp_x",
        "_rows(g) @ weight",
        "_rows(g) @ (weight.T if weight.shape[0] == weight.shape[1] else weight)",
        "Forward used weight.T, so back it is the weight itself: (..., out) @ (out, in).",
    ),
    Misconception(
        "the gradient of the weight comes out as (in, out)",
        "linear_vjp_weight",
        "_rows(g).T @ _rows(x)",
        "reshape(_rows(x).T @ _rows(g), weight.shape)",
        "A gradient has the layout of its weight, (out, in): that is g.T @ x and not x.T @ g.",
    ),
    Misconception(
        "the weight's gradient is averaged over the batch",
        "linear_vjp_weight",
        "@ _rows(x)",
        "@ _rows(x) / _rows(x).shape[0]",
        "Every row of the batch adds its share to the weight's gradient. If there is a mean, it is "
        "in the loss, and already in g.",
    ),
    Misconception(
        "pre-hooks come too late",
        "Module.__call__",
        "            changed = pre_hook(self, args)\n            if changed is not None:",
        "            changed = pre_hook(self, args)\n            if changed is False:",
        "What a pre-hook returns, unless it is None, takes the place of the arguments.",
    ),
    Misconception(
        "a hook's result is lost",
        "Module.__call__",
        "                output = changed",
        "                changed = output",
        "What a forward hook returns, unless it is None, takes the place of the output.",
    ),
    Misconception(
        "a name stays in its old book",
        "Module.__setattr__",
        "                    other.pop(name, None)",
        "                    other.get(name, None)",
        "When a name gets a part of another kind, its old entry must go, or the old part would "
        "still be found.",
    ),
    Misconception(
        "shared parameters are told twice",
        "Module._named_members",
        "if remove_duplicate:",
        "if False:",
        "Tied weights are one weight: told twice, an optimiser would update them twice.",
    ),
    Misconception(
        "the path is only the last name",
        "_join",
        'return f"{path}.{name}" if path else name',
        "return name",
        "Two layers both have a `weight`: only the whole path, `0.weight`, tells them apart.",
    ),
    Misconception(
        "the state leaves shared weights out",
        "Module._tensors_by_path",
        "remove_duplicate=False",
        "remove_duplicate=True",
        "A state is about names: a shared part appears under each of its paths, as others will "
        "look for it under each.",
    ),
    Misconception(
        "the state takes every buffer",
        "Module._tensors_by_path",
        "name in module._non_persistent",
        "name is None",
        "A buffer registered with persistent=False can be computed anew, and is not saved.",
    ),
    Misconception(
        "the state is a copy",
        "Module.state_dict",
        "tensor.detach()",
        "type(tensor)(tensor.value.copy())",
        "`state_dict` shares memory with the module, as torch's does; who wants a copy makes one.",
    ),
    Misconception(
        "loading swaps the memory",
        "Module.load_state_dict",
        "overwrite(own[name], value)",
        "own[name].value = value",
        "Copy the numbers into the memory that is there. Sharing it with the state would let one "
        "change the other.",
    ),
    Misconception(
        "shapes matter only when strict",
        "Module.load_state_dict",
        "if value.shape != own[name].shape",
        "if strict and value.shape != own[name].shape",
        "`strict=False` forgives missing and unexpected keys, never a wrong shape: broadcasting "
        "would hide it.",
    ),
    Misconception(
        "eval stops at the first level",
        "Module.train",
        "self.modules()",
        "[self, *self.children()]",
        "A dropout may sit several levels down: go through all modules below, not only children.",
    ),
    Misconception(
        "the bias is drawn before the weight",
        "Linear.reset_parameters",
        "in self.parameters()",
        "in [*self.parameters()][::-1]",
        "The order of the draws decides which numbers each gets: torch draws the weight first.",
    ),
    Misconception(
        "a missing bias is not a parameter",
        "Linear.__init__",
        'self.register_parameter("bias", None)',
        "self.bias = lambda: None",
        "Register the bias as a parameter that is None: it is then there to be asked for.",
    ),
]
