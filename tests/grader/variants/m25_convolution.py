"""Wrong answers to m25 convolution."""

from tests.grader.variants import Variant

CONVOLUTION = """
    @primitive
    def convolution(x, weight, bias, *, padding, stride, dilation, groups):
        images = constant_pad(x, padding)
        view = windows(images, kernel=weight.shape[2:], stride=stride, dilation=dilation)
        into, out_of = x.shape[1] // groups, weight.shape[0] // groups
        KERNELS
        parts = []
        for i in range(groups):
            seen = view[:, i * into : (i + 1) * into]
            kernel = kernels[i * out_of : (i + 1) * out_of]
            parts.append(np.tensordot(seen, kernel, axes=((1, 4, 5), (1, 2, 3))))
        result = np.concatenate(parts, -1).transpose(0, 3, 1, 2)
        result = np.ascontiguousarray(result)
        return result if bias is None else result + bias.reshape(-1, 1, 1)
    """

WINDOWS = """
    @primitive
    def windows(x, *, kernel, stride=(1, 1), dilation=(1, 1)):
        (kh, kw), (sh, sw), (dh, dw) = kernel, stride, dilation
        tall, wide = dh * (kh - 1) + 1, dw * (kw - 1) + 1
        small = x.ndim < 2 or tall > x.shape[-2] or wide > x.shape[-1]
        if small or min(kh, kw, sh, sw, dh, dw) < 1:
            raise RuntimeError("no such windows")
        every = np.lib.stride_tricks.sliding_window_view(
            x, (tall, wide), axis=(-2, -1), writeable=True
        )
        STEPS
    """
STEPS = "return every[..., ::sh, ::sw, ::dh, ::dw]"


VARIANTS = [
    Variant(
        "a convolution as in signal processing",
        "the kernel is turned around",
        "convolution",
        CONVOLUTION.replace("KERNELS", "kernels = np.flip(weight, (2, 3))"),
        {"kernels = np.flip(weight, (2, 3))": "kernels = weight"},
    ),
    Variant(
        "kernels with rows and columns swapped",
        None,
        "convolution",
        CONVOLUTION.replace(
            "KERNELS",
            "square = weight.shape[2] == weight.shape[3]; "
            "kernels = weight.swapaxes(2, 3) if square else weight",
        ),
        {"kernels = weight.swapaxes(2, 3) if square else weight": "kernels = weight"},
    ),
    Variant(
        "slides, and skips rows only",
        "the stride is taken for the rows only",
        "windows",
        WINDOWS.replace(
            "STEPS",
            "count = (x.shape[-1] - wide) // sw + 1\n"
            "        return every[..., ::sh, :count, ::dh, ::dw]",
        ),
        {"::sh, :count, ::dh": "::sh, ::sw, ::dh"},
    ),
    Variant(
        "slides, and looks at neighbours",
        "dilation is forgotten within the window",
        "windows",
        WINDOWS.replace("STEPS", "return every[..., ::sh, ::sw, :kh, :kw]"),
        {":kh, :kw]": "::dh, ::dw]"},
    ),
    Variant(
        "places every window by itself",
        "overlapping windows overwrite each other",
        "overlap_add",
        """
        @primitive
        def overlap_add(g, *, shape, stride=(1, 1), dilation=(1, 1)):
            image = np.zeros(shape, g.dtype)
            *_, rows, columns, kh, kw = g.shape
            windows(image, kernel=(kh, kw), stride=stride, dilation=dilation)
            for i, j in np.ndindex(kh, kw):
                top, left = i * dilation[0], j * dilation[1]
                part = image[
                    ...,
                    top : top + (rows - 1) * stride[0] + 1 : stride[0],
                    left : left + (columns - 1) * stride[1] + 1 : stride[1],
                ]
                part[...] = g[..., i, j]
            return image
        """,
        {"part[...] = g[..., i, j]": "part += g[..., i, j]"},
    ),
    Variant(
        "a gradient for x that keeps the last product",
        "overlapping windows overwrite each other",
        "convolution_input",
        """
        @primitive
        def convolution_input(g, weight, *, shape, padding, stride, dilation, groups):
            left, right, top, bottom = padding
            *batch, height, width = shape
            image = np.zeros((*batch, height + top + bottom, width + left + right), g.dtype)
            into, out_of = shape[1] // groups, weight.shape[0] // groups
            kernel = weight.shape[2:]
            view = windows(image, kernel=kernel, stride=stride, dilation=dilation)
            for group in range(groups):
                mine = slice(group * into, (group + 1) * into)
                theirs = slice(group * out_of, (group + 1) * out_of)
                for i, j in np.ndindex(kernel):
                    share = np.einsum("nohw,oc->nchw", g[:, theirs], weight[theirs, :, i, j])
                    view[:, mine, :, :, i, j] = share
            return image[:, :, top : top + height, left : left + width].copy()
        """,
        {"i, j] = share": "i, j] += share"},
    ),
    Variant(
        "averages over the batch, as some textbooks do",
        "the bias gets the mean",
        "defvjp(convolution)",
        """
        def _bias_vjp(g, out, x, w, b, **how):
            per_image = sum(g, (2, 3))
            return sum(per_image / len(g), 0)


        defvjp(
            convolution,
            lambda g, out, x, w, b, **how: convolution_input(g, w, shape=x.shape, **how),
            lambda g, out, x, w, b, **how: convolution_weight(g, x, shape=w.shape, **how),
            _bias_vjp,
        )
        """,
        {"per_image / len(g)": "per_image"},
    ),
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
        "cuts an image into parts that never overlap",
        "adaptive windows never overlap",
        "_averages",
        """
        def _averages(size, count, dtype):
            edges = [i * size // count for i in range(count + 1)]
            rows = []
            for begin, end in zip(edges, edges[1:]):
                end = max(end, begin + 1)
                inside = [begin <= place < end for place in range(size)]
                rows.append(np.array(inside, dtype) / (end - begin))
            return np.array(rows, dtype).reshape(count, size)
        """,
        {
            "edges = [i * size // count for i in range(count + 1)]": (
                "edges = [i * size / count for i in range(count + 1)]"
            ),
            "end = max(end, begin + 1)": "begin, end = math.floor(begin), math.ceil(end)",
        },
    ),
    Variant(
        "a mean for every window, whatever it shows",
        None,
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
        None,
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
