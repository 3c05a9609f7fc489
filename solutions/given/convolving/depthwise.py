"""Convolutions of each channel alone, by one kernel: sums of shifted products. (Given code.)

With as many groups as channels there are no matrices to multiply. So each number of the kernel is
multiplied by all pixels that meet it, and these lie together: images lie as (C, H, W, N), and a row
of the result is as long as a padded row of the image, with places at its end that nobody reads.
With a stride, the pixels that one number meets are put beside each other first. With 64 channels of
28x28, a step takes half of the time that it takes with columns; with 256 of 14x14, three quarters.

`columns` says what the arguments are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .columns import Amounts, Shape, Steps

_BLOCK = 2**17  # numbers of padded images that are worked on at a time, to stay in the cache
_IMAGES = 16  # of which they are, at most


def fits(weight: Shape, groups: int) -> bool:
    """Whether each channel has a kernel of its own, and only one."""
    return groups > 1 and weight[:2] == (groups, 1)


def convolution(
    x: np.ndarray, weight: np.ndarray, shape: Shape, padding: Amounts, steps: Steps
) -> np.ndarray:
    """Every channel seen through its kernel: a result of this `shape`."""
    out, layout = np.empty(shape, x.dtype), Layout(x.shape, weight.shape, shape, padding, steps)
    for some in layout.blocks():
        total = part = None
        for seen, w in layout.meetings(layout.laid(x[some]), weight[some[1]]):
            if total is None:
                total, part = seen * w, np.empty_like(seen)
            else:
                total += np.multiply(seen, w, out=part)
        out[some] = layout.results(total)
    return out


def image_gradient(
    g: np.ndarray, weight: np.ndarray, shape: Shape, padding: Amounts, steps: Steps
) -> np.ndarray:
    """The gradient for images of this `shape`, from `g`, that of the result."""
    out, layout = np.empty(shape, g.dtype), Layout(shape, weight.shape, g.shape, padding, steps)
    for some in layout.blocks():
        slopes = layout.spread(g[some])
        part = np.empty_like(slopes)
        images = layout.parted(layout.zeros(len(slopes), len(g[some]), g.dtype))
        for seen, w in layout.meetings(images, weight[some[1]]):
            seen += np.multiply(slopes, w, out=part)
        out[some] = layout.images(images)
    return out


def kernel_gradient(
    g: np.ndarray, x: np.ndarray, shape: Shape, padding: Amounts, steps: Steps
) -> np.ndarray:
    """The gradient for a weight of this `shape`, from `g`, that of the result."""
    out, layout = np.zeros(shape, g.dtype), Layout(x.shape, shape, g.shape, padding, steps)
    for some in layout.blocks():
        slopes = layout.spread(g[some])
        for seen, total in layout.meetings(layout.laid(x[some]), out[some[1]]):
            total[:, 0] += np.vecdot(seen, slopes)
    return out


class Layout:
    """How images and results are laid: each channel's numbers, of all images, are one row."""

    def __init__(self, x: Shape, weight: Shape, out: Shape, padding: Amounts, steps: Steps) -> None:
        (down, across), (rows_apart, columns_apart) = steps["stride"], steps["dilation"]
        left, _, top, _ = padding
        self.x, self.out = x, out
        self.inside = slice(top, top + x[2]), slice(left, left + x[3])
        seen = out[2] + (weight[2] - 1) * rows_apart // down
        height = max(seen, -(-self.inside[0].stop // down)) + 1  # its last row's end is read on
        seen = out[3] + (weight[3] - 1) * columns_apart // across
        self.width = max(seen, -(-self.inside[1].stop // across))
        self.frame = height, down, self.width, across
        self.taps = []
        for i, j in np.ndindex(weight[2:]):
            y, x = divmod(i * rows_apart, down), divmod(j * columns_apart, across)
            self.taps.append(((i, j), (y[1], x[1]), y[0] * self.width + x[0]))

    def blocks(self) -> Iterator[tuple[slice, slice]]:
        """Some images and some of their channels at a time."""
        height, down, width, across = self.frame
        numbers = height * down * width * across * min(_IMAGES, self.x[0])
        step = max(1, _BLOCK // max(1, numbers))
        for n in range(0, self.x[0], _IMAGES):
            for c in range(0, self.x[1], step):
                yield slice(n, n + _IMAGES), slice(c, c + step)

    def laid(self, x: np.ndarray) -> np.ndarray:
        """Images (N, C, H, W), padded, as (stride, stride, C, height * width * N)."""
        frame = self.zeros(x.shape[1], len(x), x.dtype)
        frame[:, *self.inside] = x.transpose(1, 2, 3, 0)
        return self.parted(frame)

    def zeros(self, channels: int, images: int, dtype: np.dtype) -> np.ndarray:
        """Room for padded images: (C, height * stride, width * stride, N)."""
        height, down, width, across = self.frame
        return np.zeros((channels, height * down, width * across, images), dtype)

    def parted(self, padded: np.ndarray) -> np.ndarray:
        """... -> (stride, stride, C, height * width * N), copied where there is a stride."""
        channels, _, _, images = padded.shape
        parts = padded.reshape(channels, *self.frame, images).transpose(2, 4, 0, 1, 3, 5)
        return parts.reshape(self.frame[1], self.frame[3], channels, -1)

    def images(self, laid: np.ndarray) -> np.ndarray:
        """The images that were so laid: (N, C, H, W)."""
        height, down, width, across = self.frame
        channels = laid.shape[2]
        parts = laid.reshape(down, across, channels, height, width, -1).transpose(2, 3, 0, 4, 1, 5)
        frame = parts.reshape(channels, height * down, width * across, -1)
        return frame[:, *self.inside].transpose(3, 0, 1, 2)

    def spread(self, g: np.ndarray) -> np.ndarray:
        """Results (N, C, Ho, Wo) as (C, Ho * width * N), with zeros where nobody reads."""
        rows = np.zeros((g.shape[1], self.out[2], self.width, len(g)), g.dtype)
        rows[:, :, : self.out[3]] = g.transpose(1, 2, 3, 0)
        return rows.reshape(g.shape[1], -1)

    def results(self, spread: np.ndarray) -> np.ndarray:
        """The results that were so spread: (N, C, Ho, Wo)."""
        rows = spread.reshape(len(spread), self.out[2], self.width, -1)
        return rows[:, :, : self.out[3]].transpose(3, 0, 1, 2)

    def meetings(
        self, laid: np.ndarray, weight: np.ndarray
    ) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """For each number of a kernel: all that it meets, (C, Ho * width * N), and the number
        itself, (C, 1)."""
        images = laid.shape[3] // (self.frame[0] * self.width)
        for (i, j), phase, start in self.taps:
            begins = start * images
            seen = laid[phase][:, begins : begins + self.out[2] * self.width * images]
            yield seen, weight[:, :, i, j]
