"""Wrong answers to m25 convolution."""

from tests.grader.variants import Variant

CONVOLUTION = """
    @primitive
    def convolution(x, weight, **steps):
        view = windows(x, kernel=weight.shape[-2:], **steps)
        KERNELS
        *several, outs, into, kh, kw = kernels.shape
        places = view.shape[-4:-2]
        result = np.empty((*view.shape[:-5], outs, *places), x.dtype)
        for o in range(outs):
            each = kernels[..., o, :, None, None, :, :]
            result[..., o, :, :] = (view * each).sum((-5, -2, -1))
        return result
    """

WINDOWS = """
    def sliding_windows(x, kernel):
        every = np.lib.stride_tricks.sliding_window_view(
            x, kernel, axis=(-2, -1), writeable=True
        )
        FOUND
    """


VARIANTS = [
    Variant(
        "a convolution as in signal processing",
        "the kernel is turned around",
        "convolution",
        CONVOLUTION.replace("KERNELS", "kernels = np.flip(weight, (-2, -1))"),
        {"kernels = np.flip(weight, (-2, -1))": "kernels = weight"},
    ),
    Variant(
        "kernels with rows and columns swapped",
        None,
        "convolution",
        CONVOLUTION.replace(
            "KERNELS",
            "square = weight.shape[-2] == weight.shape[-1]; "
            "kernels = weight.swapaxes(-2, -1) if square else weight",
        ),
        {"kernels = weight.swapaxes(-2, -1) if square else weight": "kernels = weight"},
    ),
    Variant(
        "slides, and stops before the last column",
        "the last place is forgotten",
        "sliding_windows",
        WINDOWS.replace(
            "FOUND",
            "last = max(1, every.shape[-3] - 1)\n        return every[..., :last, :, :]",
        ),
        {"every[..., :last, :, :]": "every"},
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
        def convolution_input(g, weight, *, shape, **steps):
            image = np.zeros(shape, g.dtype)
            kernel = weight.shape[-2:]
            view = windows(image, kernel=kernel, **steps)
            for i, j in np.ndindex(kernel):
                share = np.einsum("...ohw,...oc->...chw", g, weight[..., i, j])
                view[..., i, j] = share
            return image
        """,
        {"i, j] = share": "i, j] += share"},
    ),
    Variant(
        "averages over the batch, as some textbooks do",
        "the weight gets the mean over the images",
        "convolution_weight",
        """
        @primitive
        def convolution_weight(g, x, *, shape, **steps):
            view = windows(x, kernel=shape[-2:], **steps)
            total = np.einsum("n...ohw,n...chwij->...ocij", g, view)
            return total / len(g)
        """,
        {"total / len(g)": "total"},
    ),
    Variant(
        "sums up one image",
        "the weight forgets all images but the last",
        "convolution_weight",
        """
        @primitive
        def convolution_weight(g, x, *, shape, **steps):
            total = np.zeros(shape, g.dtype)
            for each, image in zip(g, x):
                view = windows(image, kernel=shape[-2:], **steps)
                total = np.einsum("...ohw,...chwij->...ocij", each, view)
            return total
        """,
        {"total = np.einsum(": "total += np.einsum("},
    ),
]
