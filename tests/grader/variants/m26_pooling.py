"""Wrong answers to m26 pooling."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "all winners of a window at once",
        "a maximum is shared among equals",
        "winners",
        """
        @primitive
        def winners(x, out, **steps):
            view = windows(x, **steps)
            best = view == out[..., None, None]
            return best
        """,
        {
            "return best": "flat = best.reshape(*best.shape[:-2], -1)\n"
            "            first = np.arange(flat.shape[-1]) == flat.argmax(-1)[..., None]\n"
            "            return first.reshape(best.shape)"
        },
    ),
    Variant(
        "zeros around what is pooled",
        "the maximum is padded with zeros",
        "max_pool2d",
        """
        def max_pool2d(
            input, kernel_size, stride=None, padding=0, dilation=1, *, return_indices=False
        ):
            steps, amounts = pooling_windows(kernel_size, stride, padding, dilation)
            border = 0.0
            images = constant_pad(input, amounts, value=border)
            best = window_max(images, **steps)
            if return_indices:
                height, width = input.shape[-2:]
                places = np.arange(height * width).reshape(height, width)
                shown = windows(constant_pad(places, amounts), **steps)
                return best, sum(mul(winners(images, best, **steps), shown), (-2, -1))
            return best
        """,
        {"border = 0.0": "border = -math.inf"},
    ),
    Variant(
        "pooling moves on by 1",
        "pooling windows always overlap",
        "avg_pool2d",
        """
        def avg_pool2d(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
            if stride is None:
                stride = (1, 1)
            steps, amounts = pooling_windows(kernel_size, stride, padding, 1)
            total = window_sum(constant_pad(input, amounts), **steps)
            ones = np.ones(input.shape[-2:], input.dtype)
            seen = constant_pad(ones, amounts, value=float(count_include_pad))
            return total / window_sum(seen, **steps)
        """,
        {"stride = (1, 1)": "stride = kernel_size"},
    ),
    Variant(
        "a mean for every window, whatever it shows",
        "the padding always counts",
        "avg_pool2d",
        """
        def avg_pool2d(input, kernel_size, stride=None, padding=0, *, count_include_pad=True):
            steps, amounts = pooling_windows(kernel_size, stride, padding, 1)
            total = window_sum(constant_pad(input, amounts), **steps)
            ones = constant_pad(np.ones(input.shape[-2:], input.dtype), amounts, value=1.0)
            return total / window_sum(ones, **steps)
        """,
        {"value=1.0": "value=float(count_include_pad)"},
    ),
    Variant(
        "the rule of a sum gives each its part of a mean",
        "each term of a sum gets a part of the slope",
        "window_sum_vjp",
        """
        def window_sum_vjp(g, out, x, kernel, **steps):
            kh, kw = kernel
            share = reshape(g, (*g.shape, 1, 1)) / (kh * kw)
            return overlap_add(broadcast_to(share, (*g.shape, kh, kw)), shape=x.shape, **steps)
        """,
        {" / (kh * kw)": ""},
    ),
    Variant(
        "pooling with zeros, shared among equals",
        ("the maximum is padded with zeros", "a maximum is shared among equals"),
        ("max_pool2d", "winners"),
        (
            """
            def max_pool2d(
                input, kernel_size, stride=None, padding=0, dilation=1, *, return_indices=False
            ):
                steps, amounts = pooling_windows(kernel_size, stride, padding, dilation)
                images = constant_pad(input, amounts, value=0)
                best = window_max(images, **steps)
                if return_indices:
                    height, width = input.shape[-2:]
                    places = np.arange(height * width).reshape(height, width)
                    shown = windows(constant_pad(places, amounts), **steps)
                    return best, sum(mul(winners(images, best, **steps), shown), (-2, -1))
                return best
            """,
            """
            @primitive
            def winners(x, out, **steps):
                won = windows(x, **steps) == out[..., None, None]
                return won
            """,
        ),
        {
            "value=0)": "value=-math.inf)",
            "return won": "flat = won.reshape(*won.shape[:-2], -1)\n"
            "                first = np.arange(flat.shape[-1]) == flat.argmax(-1)[..., None]\n"
            "                return first.reshape(won.shape)",
        },
    ),
]
