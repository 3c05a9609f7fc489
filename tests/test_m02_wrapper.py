"""m02 wrapper: what a tensor holds, and with whom it shares its memory."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal


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


def test_a_mixed_list_takes_the_dtype_that_holds_all(agree):
    def program(lib, lists):
        made = [lib.tensor(numbers) for numbers in lists]
        return [(x.dtype, x.tolist()) for x in made]

    def alone(lib, lists):
        wrapper = lib.m02_wrapper
        made = [wrapper.to_ndarray(each, wrapper.infer_dtype(each)) for each in lists]
        return [(x.dtype, x.tolist()) for x in made]

    lists = [2, 2.5], [[True, False], [3, -1]], [True, 2.5, 3], [2.5, np.float64(0.1)]
    agree(program, list(lists), alone=alone)


@pytest.mark.public
def test_the_dtype_asked_for_is_the_dtype_given(agree):
    def program(lib, numbers):
        return [lib.tensor(numbers, dtype=dtype) for dtype in (lib.int64, lib.float16, lib.bool)]

    agree(program, [1.9, -1.9, 0.0, 3.0])


@pytest.mark.public
def test_tensor_copies_an_ndarray_and_from_numpy_shares_it(agree):
    def program(lib, array):
        copied, shared = lib.tensor(array), lib.from_numpy(array)
        array[0] = 100.0
        return copied, shared

    agree(program, normal(3))


def test_a_string_is_refused_though_it_is_a_sequence(agree):
    def program(lib, data):
        return lib.tensor(data)

    agree(program, [1.5, -2.5])
    agree(program, "1.5", raises=TypeError)
    agree(program, "", raises=TypeError)
    agree(program, None, raises=RuntimeError)


@pytest.mark.public
def test_detach_shares_the_memory_but_requires_no_gradient(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=True)
        y = x.detach()
        y.numpy()[0] = 100.0
        return x, y, x.requires_grad, y.requires_grad, y is x

    agree(program, normal(3))


def test_numpy_shares_the_memory_and_is_refused_while_a_gradient_is_required(agree):
    def shared(lib, data):
        x = lib.tensor(data)
        array = x.numpy()
        array[1] = 100.0
        return x, array

    def detached(lib, data):
        x = lib.tensor(data, requires_grad=True)
        return x.detach().numpy(), x.data.numpy(), np.asarray(x.detach())

    def attached(lib, data):
        return lib.tensor(data, requires_grad=True).numpy()

    def through_numpy(lib, data):
        return np.asarray(lib.tensor(data, requires_grad=True))

    agree(shared, normal(3, 2))
    agree(detached, normal(3))
    agree(attached, normal(3), raises=RuntimeError)
    agree(through_numpy, normal(3), raises=RuntimeError)


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


def test_the_ndarray_of_a_single_number_is_not_a_numpy_scalar(agree):
    def program(lib, number):
        x = lib.tensor(number)
        x.numpy()[...] = 2 * number
        return x, x.numpy(), lib.tensor(np.float64(number)).numpy()

    agree(program, -2.5)


@pytest.mark.edge_case
def test_a_numpy_scalar_keeps_its_dtype(agree):
    def program(lib, data):
        return [lib.tensor(item) for item in data]

    agree(program, [np.float64(2.5), np.int32(-4), [np.float64(0.1), np.float64(-0.2)]])


@pytest.mark.edge_case
def test_an_integer_never_makes_a_float_wider(agree):
    def program(lib, lists):
        made = [lib.tensor(numbers) for numbers in lists]
        return [(x.dtype, x.tolist()) for x in made]

    def alone(lib, lists):
        dtypes = [lib.m02_wrapper.infer_dtype(numbers) for numbers in lists]
        pairs = zip(lists, dtypes, strict=True)
        return [(dtype, np.array(numbers, dtype).tolist()) for numbers, dtype in pairs]

    lists = [np.int32(5), 2.5], [3, np.float16(1.5)], [np.int8(-3), np.uint8(200)]
    agree(program, list(lists), alone=alone)


@pytest.mark.edge_case
def test_empty_lists_are_float32(agree):
    def program(lib, row):
        return lib.tensor([]), lib.tensor([[], []]), lib.tensor(row)

    agree(program, normal(3).tolist())


@pytest.mark.edge_case
def test_float64_digits_do_not_pass_through_float32(agree):
    def program(lib, numbers):
        return lib.tensor(numbers, dtype=lib.float64)

    agree(program, [0.1, 1 / 3])


@pytest.mark.edge_case
def test_a_list_may_hold_tensors_of_one_element(agree):
    def program(lib, a, b, c):
        a, b, c = lib.tensor(a), lib.tensor([b]), lib.tensor(c, dtype=lib.float64)
        return lib.tensor([[a, 2.0], [3, b]]), lib.tensor([a, c])

    agree(program, 1.5, -2.5, 0.1)


@pytest.mark.edge_case
def test_what_holds_no_numbers_is_refused(agree):
    def program(lib, data):
        return lib.tensor(data)

    def words(lib):
        return lib.tensor(np.array(["a", "b"]))

    def letters(lib):
        return lib.tensor(b"ab")

    def lines(lib):
        return lib.tensor([b"ab", b"cd"])

    agree(program, [1.5, -2.5])
    agree(words, raises=TypeError)
    agree(letters, raises=TypeError)
    agree(lines, raises=TypeError)
    agree(program, None, raises=RuntimeError)
    agree(program, {"a": 1.5}, raises=RuntimeError)


@pytest.mark.edge_case
def test_a_tensor_of_a_tensor_is_a_copy_and_a_leaf_of_its_own(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=True)
        y = lib.tensor(x)
        y.numpy()[0] = 100.0
        return x, y, x.requires_grad, y.requires_grad

    agree(program, normal(3))


@pytest.mark.edge_case
def test_from_numpy_shares_a_view_and_a_number_too(agree):
    def program(lib, array, number):
        view, single = lib.from_numpy(array.T), lib.from_numpy(number)
        array[0, 1] = 50.0
        number[...] = -3.0
        return view, single

    agree(program, normal(2, 3), normal())


@pytest.mark.edge_case
def test_detaching_is_possible_after_an_operation(agree):
    def program(lib, data):
        y = (lib.tensor(data, requires_grad=True) * 3).detach()
        return y, y.requires_grad, y.is_leaf

    agree(program, normal(3))


@pytest.mark.edge_case
def test_data_is_a_second_look_at_the_same_memory(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=True)
        x.data.numpy()[0] = 100.0
        return x, x.requires_grad, x.data.requires_grad

    agree(program, normal(3))


@pytest.mark.edge_case
def test_numpy_reads_tensors_and_copies_only_if_asked(agree):
    def program(lib, data):
        x, y = lib.tensor(data), lib.tensor(data)
        np.asarray(x)[0] = 100.0
        np.array(y)[0] = 100.0
        return x, y, np.asarray(x), np.asarray(x, dtype=np.float32), np.asarray(lib.tensor(3))

    agree(program, normal(3))


@pytest.mark.edge_case
def test_integers_may_be_told_that_they_require_no_gradient(agree):
    def program(lib, data):
        x = lib.tensor(data, requires_grad=False).requires_grad_(False)
        y = lib.tensor(data)
        y.requires_grad = False
        return x, x.requires_grad, y, y.requires_grad

    agree(program, [2, -3])


@pytest.mark.edge_case
def test_tuples_and_ranges_are_sequences_too(agree):
    def program(lib, numbers):
        return lib.tensor(tuple(numbers)), lib.tensor([(1, 2), (3, 4)]), lib.tensor(range(3))

    agree(program, normal(3).tolist())


@pytest.mark.edge_case
def test_a_number_may_be_of_a_class_of_its_own(agree):
    def program(lib, whole, broken):
        class Level(int):
            pass

        class Share(float):
            pass

        return lib.tensor(Level(whole)), lib.tensor([[Share(broken)], [Level(whole)]])

    agree(program, 3, -2.5)
