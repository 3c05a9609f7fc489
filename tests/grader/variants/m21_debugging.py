"""Wrong answers to m21 debugging."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "looks at what arrives",
        "the wrong op is blamed",
        "watched_contributions",
        """
        def watched_contributions(below, array, g, *options):
            name = array.node.op.__name__
            for total in [g]:
                if has_nan(total):
                    raise RuntimeError(f"NaN came back to {name}")
            pairs = below(array, g, *options)
            return pairs
        """,
        {
            "return pairs": "pairs = [*pairs]\n"
            "            if any(has_nan(share) for _, share in pairs):\n"
            '                raise RuntimeError(f"{name} sends NaN back")\n'
            "            return pairs"
        },
    ),
    Variant(
        "asks twice",
        "the walk is taken twice",
        "watched_contributions",
        """
        def watched_contributions(below, array, g, *options):
            name = array.node.op.__name__
            arrays = [g, *(share for _, share in below(array, g, *options))]
            if any(map(has_nan, arrays)):
                raise RuntimeError(f"{name} is to blame")
            return below(array, g, *options)
        """,
        {
            "arrays = [g, *(share for _, share in below(array, g, *options))]": "pairs = "
            "[*below(array, g, *options)]\n            arrays = [g, *(s for _, s in pairs)]",
            "return below(array, g, *options)": "return pairs",
        },
    ),
    Variant(
        "counts what is below, too",
        "a layer is counted with all below it",
        "layer_sizes",
        """
        def layer_sizes(model):
            known = []
            for path, module in model.named_modules():
                size = 0
                for weight in module.parameters():
                    if not any(weight is other for other in known):
                        known.append(weight)
                        size += weight.numel()
                yield path, module, size
        """,
        {"module.parameters()": "module.parameters(False)"},
    ),
    Variant(
        "removes its hooks when all went well",
        "hooks stay behind after an exception",
        "output_shapes",
        """
        def output_shapes(model, *inputs):
            found, handles = {}, []
            for path, module in model.named_modules():

                def note(module, args, out, path=path):
                    found[path] = tuple(out[0].shape if isinstance(out, tuple) else out.shape)

                handles.append(module.register_forward_hook(note))
            model(*inputs)
            for handle in handles:
                handle.remove()
            return found
        """,
        {
            "            model(*inputs)\n            for handle in handles:\n"
            "                handle.remove()\n": "            try:\n"
            "                model(*inputs)\n            finally:\n"
            "                for handle in handles:\n                    handle.remove()\n"
        },
    ),
    Variant(
        "the mean square of a gradient",
        "the norm is a mean",
        "gradient_norms",
        """
        def gradient_norms(model):
            norms = {}
            for path, weight in model.named_parameters():
                if weight.grad is not None:
                    numbers = weight.grad.detach().numpy().ravel()
                    squares = numbers @ numbers / numbers.size
                    norms[path] = float(squares) ** 0.5
            return norms
        """,
        {" / numbers.size": ""},
    ),
    Variant(
        "one line break is enough",
        "matrices are not kept apart",
        "nested",
        """
        def nested(value, cell, indent):
            if value.ndim == 0:
                return cell(value.item())
            if value.ndim == 1:
                return "[" + ", ".join(cell(number) for number in value.tolist()) + "]"
            rows = [nested(row, cell, indent + 1) for row in value]
            gap = "\\n"
            return "[" + (f",{gap}" + " " * (indent + 1)).join(rows) + "]"
        """,
        {'gap = "\\n"': 'gap = "\\n" * (value.ndim - 1)'},
    ),
]
