"""m02 wrapper: what a tensor holds, what it shares, and what it says about itself."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal

INF, NAN = float("inf"), float("nan")


@pytest.mark.public
def test_nested_lists_of_floats_become_a_float32_tensor(agree):
    def program(lib, rows):
        return lib.tensor(rows)

    agree(program, normal(2, 3).tolist())


def test_ints_are_int64_and_bools_are_bool(agree):
    def program(lib, ints, bools):
        return lib.tensor(ints), lib.tensor(bools)

    agree(program, integers(-9, 9, 3, 2).tolist(), [True, False, False])


def test_a_single_number_is_a_tensor_without_dimensions(agree):
    def program(lib, numbers):
        return [lib.tensor(number) for number in numbers]

    agree(program, [-2.5, 7, False])


def test_an_ndarray_keeps_its_dtype(agree):
    def program(lib, arrays):
        return [lib.tensor(array) for array in arrays]

    dtypes = (np.float64, np.float32, np.float16, np.int32, np.uint8, np.bool_)
    arrays = [np.arange(6).reshape(2, 3).astype(dtype) for dtype in dtypes]
    agree(program, [*arrays, np.array(-1.5), normal(3, 2).T])


def test_a_numpy_scalar_keeps_its_dtype(agree):
    def program(lib, data):
        return [lib.tensor(item) for item in data]

    agree(program, [np.float64(2.5), np.int32(-4), [np.float64(0.1), np.float64(-0.2)]])


def test_a_mixed_list_takes_the_dtype_that_holds_all(agree):
    def program(lib, lists):
        return [lib.tensor(numbers) for numbers in lists]

    agree(program, [[2, 2.5], [[True, False], [3, -1]], [True, 2.5, 3], [2.5, np.float64(0.1)]])


def test_an_integer_never_makes_a_float_wider(agree):
    def program(lib, lists):
        return [lib.tensor(numbers) for numbers in lists]

    agree(program, [[np.int32(5), 2.5], [3, np.float16(1.5)], [np.int8(-3), np.uint8(200)]])


def test_empty_lists_are_float32(agree):
    def program(lib, row):
        return lib.tensor([]), lib.tensor([[], []]), lib.tensor(row)

    agree(program, normal(3).tolist())


@pytest.mark.public
def test_the_dtype_asked_for_is_the_dtype_given(agree):
    def program(lib, numbers):
        return [lib.tensor(numbers, dtype=dtype) for dtype in (lib.int64, lib.float16, lib.bool)]

    agree(program, [1.9, -1.9, 0.0, 3.0])


def test_float64_digits_do_not_pass_through_float32(agree):
    def program(lib, numbers):
        return lib.tensor(numbers, dtype=lib.float64)

    agree(program, [0.1, 1 / 3])


def test_a_list_may_hold_tensors_of_one_element(agree):
    def program(lib, a, b, c):
        a, b, c = lib.tensor(a), lib.tensor([b]), lib.tensor(c, dtype=lib.float64)
        return lib.tensor([[a, 2.0], [3, b]]), lib.tensor([a, c])

    agree(program, 1.5, -2.5, 0.1)


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


def test_what_holds_no_numbers_is_refused(agree):
    def program(lib, data):
        return lib.tensor(data)

    def words(lib):
        return lib.tensor(np.array(["a", "b"]))

    agree(program, [1.5, -2.5])
    agree(program, "1.5", raises=TypeError)
    agree(words, raises=TypeError)
    agree(program, None, raises=RuntimeError)
    agree(program, {"a": 1.5}, raises=RuntimeError)


def test_an_int_that_does_not_fit_the_dtype_is_refused(agree):
    def program(lib, numbers):
        return lib.tensor(numbers, dtype=lib.uint8)

    agree(program, [200, 3])
    agree(program, [300, 3], raises=RuntimeError)


@pytest.mark.public
def test_tensor_copies_an_ndarray_and_from_numpy_shares_it(agree):
    def program(lib, array):
        copied, shared = lib.tensor(array), lib.from_numpy(array)
        array[0] = 100.0
        return copied, shared

    agree(program, normal(3))


def test_from_numpy_shares_a_view_and_a_number_too(agree):
    def program(lib, array, number):
        view, single = lib.from_numpy(array.T), lib.from_numpy(number)
        array[0, 1] = 50.0
        number[...] = -3.0
        return view, single

    agree(program, normal(2, 3), normal())


def test_from_numpy_takes_only_ndarrays_of_numbers(agree):
    def program(lib, array):
        return [lib.from_numpy(array)]

    def words(lib):
        return lib.from_numpy(np.array(["a", "b"]))

    agree(program, normal(2, 3).astype(np.float32))
    agree(program, [1.5, 2.5], raises=TypeError)
    agree(program, np.float32(1.5), raises=TypeError)
    agree(words, raises=TypeError)


def test_a_tensor_of_a_tensor_is_a_copy_and_a_leaf_of_its_own(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=True)
        y = lib.tensor(x)
        y.numpy()[0] = 100.0
        return x, y, x.requires_grad, y.requires_grad

    agree(program, normal(3))


def test_numpy_shares_the_memory(agree):
    def program(lib, data):
        x = lib.tensor(data)
        array = x.numpy()
        array[1] = 100.0
        return x, array

    agree(program, normal(3, 2))


def test_the_ndarray_of_a_single_number_is_not_a_numpy_scalar(agree):
    def program(lib, number):
        x = lib.tensor(number)
        x.numpy()[...] = 2 * number
        return x, x.numpy(), lib.tensor(np.float64(number)).numpy()

    agree(program, -2.5)


def test_detach_shares_the_memory_but_requires_no_gradient(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=True)
        y = x.detach()
        y.numpy()[0] = 100.0
        return x, y, x.requires_grad, y.requires_grad, y is x

    agree(program, normal(3))


def test_detaching_is_possible_after_an_operation(agree):
    def program(lib, data):
        y = (lib.tensor(data, requires_grad=True) * 3).detach()
        return y, y.requires_grad, y.is_leaf

    agree(program, normal(3))


def test_numpy_is_refused_while_a_gradient_is_required(agree):
    def detached(lib, data):
        x = lib.tensor(data, requires_grad=True)
        return x.detach().numpy(), x.data.numpy(), np.asarray(x.detach())

    def attached(lib, data):
        return lib.tensor(data, requires_grad=True).numpy()

    def through_numpy(lib, data):
        return np.asarray(lib.tensor(data, requires_grad=True))

    agree(detached, normal(3))
    agree(attached, normal(3), raises=RuntimeError)
    agree(through_numpy, normal(3), raises=RuntimeError)


def test_numpy_reads_tensors_and_copies_only_if_asked(agree):
    def program(lib, data):
        x, y = lib.tensor(data), lib.tensor(data)
        np.asarray(x)[0] = 100.0
        np.array(y)[0] = 100.0
        return x, y, np.asarray(x), np.asarray(x, dtype=np.float32), np.asarray(lib.tensor(3))

    agree(program, normal(3))


def test_data_is_a_second_look_at_the_same_memory(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=True)
        x.data.numpy()[0] = 100.0
        return x, x.requires_grad, x.data.requires_grad

    agree(program, normal(3))


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


@pytest.mark.public
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


def test_a_new_tensor_has_no_gradient_and_requires_one_only_if_asked(agree):
    def program(lib, data):
        x, y = lib.tensor(data), lib.tensor(data, requires_grad=True)
        return y, x.requires_grad, y.requires_grad, x.grad, y.grad

    agree(program, normal(3))


def test_requires_grad_can_be_switched_and_returns_the_same_tensor(agree):
    def program(lib, data):
        x, y = lib.tensor(data), lib.tensor(data)
        same = x.requires_grad_()
        y.requires_grad = True
        on = x.requires_grad, y.requires_grad
        x.requires_grad_(False)
        y.requires_grad = False
        return same is x, on, x.requires_grad, y.requires_grad

    agree(program, normal(3))


def test_only_floating_tensors_can_require_a_gradient(agree):
    def made(lib, data):
        x = lib.tensor(data, requires_grad=True)
        return x, x.requires_grad

    def switched(lib, data):
        return lib.tensor(data).requires_grad_()

    def assigned(lib, data):
        x = lib.tensor(data)
        x.requires_grad = True
        return x

    agree(made, [2.5, -3.0])
    agree(made, [2, -3], raises=RuntimeError)
    agree(switched, [2, -3], raises=RuntimeError)
    agree(assigned, [True, False], raises=RuntimeError)


def test_integers_may_be_told_that_they_require_no_gradient(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=False).requires_grad_(False)
        return x, x.requires_grad

    agree(program, [2, -3])


def test_the_history_of_a_result_decides_whether_it_requires_a_gradient(agree):
    def confirmed(lib, data):
        y = lib.tensor(data, requires_grad=True) * 2
        return y, y.requires_grad, y.requires_grad_() is y

    def refused(lib, data):
        y = lib.tensor(data, requires_grad=True) * 2
        return y.requires_grad_(False)

    def assigned(lib, data, flag):
        y = lib.tensor(data, requires_grad=True) * 2
        y.requires_grad = flag
        return y

    agree(confirmed, normal(3))
    agree(refused, normal(3), raises=RuntimeError)
    agree(assigned, normal(3), False, raises=RuntimeError)
    agree(assigned, normal(3), True, raises=RuntimeError)


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
