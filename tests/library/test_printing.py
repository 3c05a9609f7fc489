"""A tensor prints as torch prints it. (Given code.)"""

import numpy as np

from grader.asking.inputs import integers, normal

INF, NAN = float("inf"), float("nan")


def test_floats_print_with_four_digits_in_columns(agree):
    def program(lib, tensors):
        return [repr(lib.tensor(data)) for data in tensors], lib.tensor(tensors[0])

    long = normal(25).tolist()
    whole = [[[1.0, -20.0], [0.0, 3.0]]]
    agree(program, [-2.5, (100 * normal(3, 4)).tolist(), long, whole, integers(-999, 999, 2, 30)])


def test_other_dtypes_print_their_name_and_empty_tensors_their_size(agree):
    def program(lib, arrays):
        return [repr(lib.tensor(array)) for array in arrays], lib.tensor(arrays[0])

    numbers = np.array([[3.25, -12.5], [0.0, 200.0]])
    dtypes = (np.float64, np.float32, np.float16, np.int32, np.int64, np.bool_)
    arrays = [numbers.astype(dtype) for dtype in dtypes]
    agree(program, [*arrays, [], [[], []], np.zeros((0, 3), int), np.zeros(0, np.float16)])


def test_a_leaf_that_requires_a_gradient_prints_so(agree):
    def program(lib, data):
        tensors = [lib.tensor(part, requires_grad=True) for part in data]
        return [repr(x) for x in tensors], tensors

    agree(program, [normal(), normal(3, 2), normal(20)])


def test_infinities_and_a_wide_range_print_as_in_torch(agree):
    def program(lib, tensors):
        return [repr(lib.tensor(data)) for data in tensors], lib.tensor(tensors[0])

    strange = [[2.5, NAN, -INF], [1.0, INF, -INF, NAN], NAN]
    wide = [[0.00012345, 1.5, -20000.0], [1e9, 2e9, 0.0], [1.0, 5000.0], [0.5, 0.0, 1e-5]]
    agree(program, strange + wide)


def test_long_tensors_print_their_corners_only(agree):
    def program(lib, tensors):
        return [repr(lib.tensor(data)) for data in tensors], lib.tensor(tensors[0])

    agree(program, [normal(1001), integers(-99, 99, 40, 30), normal(2, 600, 3)])


def test_a_single_number_formats_like_a_python_number(agree):
    def program(lib, number):
        loss = lib.tensor(number, requires_grad=True)
        return f"{loss:.3f}", f"{loss:10.2e}", f"{lib.tensor([number])}", float(loss)

    agree(program, -1234.56789)
