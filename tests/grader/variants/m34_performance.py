"""Wrong answers to m34 performance."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "squares, and writes into what it squares",
        "gelu is worked out in its input",
        "gelu_tanh",
        """
        @primitive
        def gelu_tanh(x):
            y = x.view()
            np.square(x, out=y)
            np.multiply(y, CUBIC * STEEP, out=y)
            np.add(y, STEEP, out=y)
            np.multiply(y, x, out=y)
            np.tanh(y, out=y)
            np.add(y, 1, out=y)
            np.multiply(y, x, out=y)
            return np.multiply(y, 0.5, out=y)
        """,
        {"x.view()": "np.empty_like(x)"},
    ),
    Variant(
        "moves towards what is new, in a new array",
        "the average gets another array",
        "blend_in_place",
        """
        def blend_in_place(average, new, beta, scratch):
            np.subtract(new, average, out=scratch)
            np.multiply(scratch, 1 - beta, out=scratch)
            average = np.add(average, scratch)
        """,
        {"average = np.add(average, scratch)": "np.add(average, scratch, out=average)"},
    ),
    Variant(
        "a loop over slices, which are copied",
        "what comes back is not a view of the vector",
        "lay_out",
        """
        def lay_out(arrays, flat):
            views, begin = [], 0
            for array in arrays:
                end = begin + array.size
                flat[begin:end] = array.flatten()
                views.append(flat[begin:end].flatten().reshape(array.shape))
                begin = end
            return views
        """,
        {"flat[begin:end].flatten().reshape": "flat[begin:end].reshape"},
    ),
    Variant(
        "keys are cut into whole blocks",
        "the last keys are dropped",
        "attention_in_blocks",
        """
        def attention_in_blocks(q, k, v, size):
            scale = 1 / math.sqrt(q.shape[-1])
            count = k.shape[-2] // size
            largest = np.full((*q.shape[:-1], 1), -np.inf, q.dtype)
            above = below = 0
            for i in range(count):
                rows = np.s_[..., i * size : (i + 1) * size, :]
                scores = scale * (q @ np.swapaxes(k[rows], -1, -2))
                largest, factor, weights = rescaled(largest, scores)
                above = above * factor + weights @ v[rows]
                below = below * factor + weights.sum(-1, keepdims=True)
            return above / below
        """,
        {"k.shape[-2] // size": "-(-k.shape[-2] // size)"},
    ),
    Variant(
        "adds up what was there and what is new, and shrinks both",
        None,
        "attention_in_blocks",
        """
        def attention_in_blocks(q, k, v, size):
            shape = q.shape[:-1]
            largest = np.full((*shape, 1), -np.inf, q.dtype)
            out, total = np.zeros((*shape, v.shape[-1]), q.dtype), np.zeros((*shape, 1), q.dtype)
            while k.shape[-2] > 0:
                scores = q @ k[..., :size, :].swapaxes(-1, -2) / math.sqrt(q.shape[-1])
                largest, factor, weights = rescaled(largest, scores)
                out = (out + weights @ v[..., :size, :]) * factor
                total *= factor
                total += weights.sum(-1, keepdims=True)
                k, v = k[..., size:, :], v[..., size:, :]
            return out / total
        """,
        {
            "(out + weights @ v[..., :size, :]) * factor": (
                "out * factor + weights @ v[..., :size, :]"
            )
        },
    ),
]
