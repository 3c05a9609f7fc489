"""3x3 convolutions of images (C, H, W, N) in 16 products for four results, where columns take 36.

Of each square of 2x2 results, the 4x4 pixels d that it sees become 16 sums and differences,
B^T d B, the kernel w becomes the 16 numbers G w G^T, and their products m, added up over the
channels, become the results A^T m A (A. Lavin, S. Gray, 2016). Some rows of squares are worked on
at a time, so that what is done to them finds them in the cache. Even columns stand before odd
ones: then what is done to a column is done to its neighbours in memory.
"""

from __future__ import annotations

import numpy as np

from .optimizers import Parameters

CHANNELS = 32  # from so many on, products take longer than what is done before and after them
BLOCK = 2**19  # numbers, about, that are worked on at a time
G = np.array([[1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]], np.float32)
OF_KERNELS = np.kron(G, G)  # (16, 9): from a kernel to its 16 numbers
AS_IT_IS, TURNED = (0, 1, 2, 3), (3, 1, 2, 0)  # the places of G's rows, for a kernel turned round


class Pixels:
    """B^T d B of images with a border of zeros, (C, H + 2, W + 2, N), in blocks of (16, C, P)."""

    def __init__(self, shape: tuple[int, ...], rows: int, count: int, places: tuple) -> None:
        """`rows` of squares at a time; only the last `count` of the blocks are kept."""
        c, height, width, n = shape
        self.frame = np.zeros((c, height, 2, width // 2, n), np.float32)
        self.line = np.empty((c, rows, *self.frame.shape[2:]), np.float32)
        self.blocks = np.empty((count, 16, c, rows * (width // 2 - 1) * n), np.float32)
        self.squares, self.places = (4, 4, c, rows, width // 2 - 1, n), places

    def block(self, i: int) -> np.ndarray:
        """The i-th, from `frame`."""
        out = self.blocks[i % len(self.blocks)]
        rows, line, to = self.squares[3], self.line, out.reshape(self.squares)
        seen = self.frame[:, 2 * i * rows : 2 * (i + 1) * rows + 2]
        four = [seen[:, k : k + 2 * rows : 2] for k in range(4)]
        even, odd = line[:, :, 0], line[:, :, 1]
        pixels = even[:, :, :-1], odd[:, :, :-1], even[:, :, 1:], odd[:, :, 1:]
        for place, (combine, one, other) in zip(self.places, differences(*four), strict=True):
            combine(one, other, out=line)
            for column, (combine, one, other) in zip(
                self.places, differences(*pixels), strict=True
            ):
                combine(one, other, out=to[place, column])
        return out


def differences(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> tuple:
    """What B^T makes of four lines."""
    return (np.subtract, a, c), (np.add, b, c), (np.subtract, c, b), (np.subtract, b, d)


class Results:
    """A^T m A of products (16, K, P), into some rows of images (K, H, W, N)."""

    def __init__(self, shape: tuple[int, ...], rows: int, places: tuple) -> None:
        k, _, width, n = shape
        squares = (k, rows, width // 2, n)
        self.rows, self.products = rows, np.empty((16, k, rows * width // 2 * n), np.float32)
        self.m, self.places = self.products.reshape(4, 4, *squares), places
        self.lines, self.sum = np.empty((2, 4, *squares), np.float32), np.empty(squares, np.float32)

    def put(self, i: int, images: np.ndarray, onto: bool = False) -> None:
        """From `products` into the i-th rows, or onto what stands there."""
        some = images[:, 2 * i * self.rows : 2 * (i + 1) * self.rows]
        k, height, width, n = some.shape
        to = some.reshape(k, height // 2, 2, width // 2, 2, n)
        (a, b, c, d), (upper, lower) = [self.m[i] for i in self.places], self.lines
        np.add(b, c, out=upper)
        np.add(upper, a, out=upper)
        np.subtract(b, c, out=lower)
        np.subtract(lower, d, out=lower)
        for row, line in enumerate(self.lines):
            a, b, c, d = [line[i] for i in self.places]
            for column, (combine, last) in enumerate(((np.add, a), (np.subtract, d))):
                combine(b, c, out=self.sum)
                combine(self.sum, last, out=self.sum if onto else to[:, :, row, :, column])
                if onto:
                    place = to[:, :, row, :, column]
                    np.add(place, self.sum, out=place)


class Winograd:
    """A 3x3 convolution without a bias of what stands in `source`, borders included."""

    def __init__(self, p: Parameters, name: str, source: np.ndarray) -> None:
        weight = p.weights[f"{name}.weight"]
        k, c, _, _ = weight.shape
        _, height, width, n = source.shape
        self.source, self.weight = source, weight.reshape(-1, 9)
        self.g_weight = p.grads[f"{name}.weight"].reshape(-1, 9)
        self.kernels, self.total, self.part = np.empty((3, 16, k, c), np.float32)
        self.result = np.empty((k, height - 2, width - 2, n), np.float32)
        squares = height // 2 - 1
        rows = fitting(squares, 16 * max(c, k) * (width // 2 - 1) * n)
        self.count = squares // rows
        self.pixels = Pixels(source.shape, rows, self.count, AS_IT_IS)
        self.g_pixels = Pixels((k, height, width, n), rows, 1, TURNED)
        self.results = Results(self.result.shape, rows, AS_IT_IS)
        self.g_source = Results((c, *self.result.shape[1:]), rows, TURNED)
        self.corners = Corners(self.g_pixels.frame, rows)

    def forward(self) -> np.ndarray:
        """The result (K, H, W, N)."""
        np.dot(OF_KERNELS, self.weight.T, out=self.kernels.reshape(16, -1))
        np.copyto(self.pixels.frame, by_columns(self.source))
        for i in range(self.count):
            np.matmul(self.kernels, self.pixels.block(i), out=self.results.products)
            self.results.put(i, self.result)
        return self.result

    def backward(self, g: np.ndarray, onto: np.ndarray) -> None:
        """Add the gradient of what was read to `onto`, of its shape."""
        even, odd = self.g_pixels.frame[:, 1:-1].transpose(2, 0, 1, 3, 4)
        np.copyto(odd[:, :, :-1], g[:, :, ::2])
        np.copyto(even[:, :, 1:], g[:, :, 1::2])
        back, inside = self.kernels.swapaxes(1, 2), onto[:, 1:-1, 1:-1]
        for i in range(self.count):
            part = self.part if i else self.total
            np.matmul(self.corners.block(i), self.pixels.blocks[i].swapaxes(1, 2), out=part)
            if i:
                np.add(self.total, part, out=self.total)
            np.matmul(back, self.g_pixels.block(i), out=self.g_source.products)
            self.g_source.put(i, inside, onto=True)
        np.dot(self.total.reshape(16, -1).T, OF_KERNELS, out=self.g_weight)


class Corners:
    """A g A^T of the squares of 2x2 gradients g that stand in a frame, in blocks of (16, K, P)."""

    def __init__(self, frame: np.ndarray, rows: int) -> None:
        k, _, _, width, n = frame.shape
        self.frame, self.rows = frame, rows
        self.squares = np.empty((4, 4, k, rows, width - 1, n), np.float32)
        self.lines = np.empty((4, 2, *self.squares.shape[2:]), np.float32)

    def block(self, i: int) -> np.ndarray:
        """The i-th."""
        some = self.frame[:, 2 * i * self.rows + 1 : 2 * (i + 1) * self.rows + 1]
        left, right = some[:, :, 1, :-1], some[:, :, 0, 1:]
        for column, part in enumerate((left, right)):
            spread(part[:, ::2], part[:, 1::2], self.lines[:, column])
        for line, to in zip(self.lines, self.squares, strict=True):
            spread(*line, to)
        return self.squares.reshape(16, len(some), -1)


def spread(a: np.ndarray, b: np.ndarray, to: np.ndarray) -> None:
    """What A makes of two lines: a, a + b, a - b and -b."""
    np.copyto(to[0], a)
    np.add(a, b, out=to[1])
    np.subtract(a, b, out=to[2])
    np.negative(b, out=to[3])


def by_columns(images: np.ndarray) -> np.ndarray:
    """A view with even columns before odd ones: (C, H, W, N) -> (C, H, 2, W / 2, N)."""
    c, height, width, n = images.shape
    return images.reshape(c, height, width // 2, 2, n).swapaxes(2, 3)


def fitting(rows: int, numbers: int) -> int:
    """How many of the rows of squares make a block, if one row takes so many numbers."""
    return next(n for n in range(rows, 0, -1) if rows % n == 0 and (n == 1 or n * numbers <= BLOCK))
