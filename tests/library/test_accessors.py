"""What a wrapped ndarray tells about itself, and what it refuses, is as in torch. (Given code.)"""

import numpy as np

from grader.asking.inputs import integers, normal

INF, NAN = float("inf"), float("nan")


def test_ragged_lists_are_refused(agree):
    def program(lib, rows):
        return lib.tensor(rows)

    agree(program, [[1.5, -2.0], [3.0, 4.0]])
    agree(program, [[1.5], [3.0, 4.0]], raises=ValueError)


def test_a_list_of_longer_tensors_is_refused(agree):
    def program(lib, a, b):
        return lib.tensor([lib.tensor(a), lib.tensor(b)])

    agree(program, [1.5], [-2.5])
    agree(program, [1.5, 2.0], [3.0, -2.5], raises=ValueError)


def test_an_int_that_does_not_fit_the_dtype_is_refused(agree):
    def program(lib, numbers):
        return lib.tensor(numbers, dtype=lib.uint8)

    agree(program, [200, 3])
    agree(program, [300, 3], raises=RuntimeError)


def test_from_numpy_takes_only_ndarrays_of_numbers(agree):
    def program(lib, array):
        return [lib.from_numpy(array)]

    def words(lib):
        return lib.from_numpy(np.array(["a", "b"]))

    agree(program, normal(2, 3).astype(np.float32))
    agree(program, [1.5, 2.5], raises=TypeError)
    agree(program, np.float32(1.5), raises=TypeError)
    agree(words, raises=TypeError)


def test_new_data_is_shared_and_the_tensor_still_requires_a_gradient(agree):
    def program(lib, old, new):
        x, y = lib.tensor(old, requires_grad=True), lib.tensor(new)
        x.data = y
        y.numpy()[0] = 100.0
        return x, x.requires_grad, x is y, y.requires_grad

    agree(program, normal(3), normal(2, 3))


def test_data_must_be_a_tensor_and_floating_where_a_gradient_is_required(agree):
    def program(lib, old, new):
        x = lib.tensor(old, requires_grad=True)
        x.data = lib.tensor(new)
        return x

    def an_array(lib, old, new):
        x = lib.tensor(old)
        x.data = new
        return x

    agree(program, normal(3), normal(2))
    agree(program, normal(3), integers(0, 9, 3), raises=RuntimeError)
    agree(an_array, normal(3), normal(3), raises=TypeError)


def test_a_tensor_knows_its_sizes(agree):
    def program(lib, data):
        x = lib.tensor(data)
        return x.shape, x.size(), x.ndim, x.dim(), x.numel(), len(x)

    agree(program, normal(4, 2, 3))
    agree(program, normal(3, 0))


def test_the_size_of_one_dimension(agree):
    def program(lib, data, dims):
        return [lib.tensor(data).size(dim) for dim in dims]

    x = normal(4, 2, 3)
    agree(program, x, [0, 1, 2, -1, -3])
    agree(program, x, [3], raises=IndexError)
    agree(program, x, [-4], raises=IndexError)


def test_a_single_number_has_no_dimensions_and_one_element(agree):
    def program(lib, number):
        x = lib.tensor(number)
        return x.shape, x.size(), x.ndim, x.numel(), x.item()

    def length(lib, data):
        return len(lib.tensor(data))

    agree(program, 2.5)
    agree(length, normal(3, 2))
    agree(length, 2.5, raises=TypeError)


def test_item_is_a_python_number(agree):
    def program(lib, numbers):
        return [(lib.tensor(n).item(), lib.tensor([[n]]).item()) for n in numbers]

    agree(program, [0.1, -3, True])


def test_item_needs_exactly_one_element(agree):
    def program(lib, data):
        return lib.tensor(data).item()

    agree(program, [2.5])
    agree(program, [2.5, -1.0], raises=RuntimeError)
    agree(program, [], raises=RuntimeError)


def test_tolist_gives_nested_lists_of_python_numbers(agree):
    def program(lib, data):
        return [lib.tensor(part).tolist() for part in data]

    agree(program, [normal(2, 3), [[3, -1], [0, 5]], [True, False], -2.5])


def test_the_truth_value_is_that_of_the_only_element(agree):
    def program(lib, numbers):
        return [bool(lib.tensor(number)) for number in numbers]

    agree(program, [0.0, -2.5, [[0]], [[3]], False, True, NAN])
    agree(program, [[0.0, 1.0]], raises=RuntimeError)
    agree(program, [[]], raises=RuntimeError)


def test_float_and_int_read_the_only_element(agree):
    def program(lib, data):
        return [(float(lib.tensor(part)), int(lib.tensor(part))) for part in data]

    agree(program, [-2.75, 2.75, [[7]]])
    agree(program, [[2.5, 1.0]], raises=ValueError)
    agree(program, [[]], raises=ValueError)


UNNOTICED = """
    l = (x * x).sum(); x.data.mul_(3)
    l = (x * x).sum(); x.data[0] = 5; x.data.t()[1] += 2
    l = x.exp().sum(); y = x.exp(); l = y.sum(); y.data.mul_(2)
    l = (c.data * x).sum(); c.mul_(3)
    d = c.data; l = (d * x).sum(); c.mul_(3)
    x.data = c; l = (x * x).sum(); c.mul_(3)
    d = c.data; c.mul_(x); l = c.sum() + d.sum(); l.add_(0 * d.requires_grad)
    y = x * 1; y.data[0] = 7; v = y[1:]; v.data.zero_(); l = (y.sum() * 2 + v.sum())
    x.detach().storage_offset(); l = x.data[1:].storage_offset() * x.sum()
    d = c.data; l = (d * x).sum(); d.data.data.mul_(3)
"""
NOTICED = """
    l = (x * x).sum(); x.detach().mul_(3)
    d = c.data; l = (d * x).sum(); d.mul_(3)
    d = c.data; l = (d * x).sum(); d[0].mul_(3)
"""


def test_writes_through_data_are_seen_and_not_noticed_and_through_detach_noticed(agree):
    def program(lib, code):
        names = {"x": lib.full((2, 2), 1.5, requires_grad=True), "c": lib.full((2, 2), 0.5)}
        exec(code, names)
        names["l"].backward()
        return names["x"].grad, names["x"], names["c"]

    for code in map(str.strip, UNNOTICED.strip().splitlines()):
        agree(program, code)
    for code in map(str.strip, NOTICED.strip().splitlines()):
        agree(program, code, raises=RuntimeError)
