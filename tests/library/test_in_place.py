"""Given ops that move numbers, and all that changes a tensor in place, do as torch does."""

import numpy as np
import torch

from grader.asking.inputs import integers, normal, uniform


def test_only_numbers_and_tensors_are_operands(agree):
    def program(lib, x, other):
        return lib.tensor(x) * other

    agree(program, normal(3), 2.5)
    agree(program, normal(3), "2.5", raises=TypeError)
    agree(program, normal(3), None, raises=TypeError)


def test_a_matrix_product_refuses_shapes_that_do_not_fit(agree):
    def program(lib, x, y):
        return lib.tensor(x) @ lib.tensor(y)

    agree(program, normal(2, 3), normal(3, 2))
    agree(program, normal(2, 3), normal(2, 3), raises=RuntimeError)
    agree(program, normal(2, 3), normal(), raises=RuntimeError)


def test_a_matrix_product_wants_two_tensors_of_one_dtype(agree):
    def program(lib, x, y):
        return lib.tensor(x) @ lib.tensor(y)

    def with_a_number(lib, x):
        return lib.tensor(x) @ 2

    agree(program, normal(2, 3), normal(3, 2))
    agree(program, normal(2, 3), normal(3, 2).astype(np.float32), raises=RuntimeError)
    agree(program, normal(2, 3), integers(2, 9, 3, 2), raises=RuntimeError)
    agree(with_a_number, normal(2, 3), raises=TypeError)


def test_the_mean_of_integers_is_refused(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.mean(), lib.mean(x, 0)

    agree(program, normal(2, 3))
    agree(program, integers(2, 9, 2, 3), raises=RuntimeError)


def test_a_0d_tensor_has_dims_0_and_minus_1(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.sum(0), x.mean(-1), x.transpose(0, -1), x.T

    agree(program, normal())


def test_reshape_takes_sizes_or_a_tuple_and_works_out_minus_1(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.reshape(3, 4), x.reshape((4, -1)), x.reshape(-1), lib.reshape(x, (2, -1, 2))

    agree(program, normal(2, 6))


def test_reshape_makes_a_single_number_of_a_single_element(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.reshape(()), lib.reshape(x, ()), lib.reshape(x.sum(), ()), x.sum().reshape(1, -1)

    agree(program, normal(1, 1))


def test_reshape_refuses_sizes_that_do_not_fit(agree):
    def program(lib, x, shape):
        return lib.tensor(x).reshape(shape)

    agree(program, normal(2, 3), (3, 2))
    agree(program, normal(2, 3), (4, 2), raises=RuntimeError)
    agree(program, normal(2, 3), (4, -1), raises=RuntimeError)
    agree(program, normal(2, 3), (-1, -1), raises=RuntimeError)


def test_transpose_swaps_two_dimensions(agree):
    def program(lib, x):
        x = lib.tensor(x)
        return x.transpose(0, 2), x.transpose(-1, 1), lib.transpose(x, 0, 1)

    agree(program, normal(2, 3, 4))


def test_transpose_refuses_a_dim_that_is_not_there(agree):
    def program(lib, x, dim):
        return lib.tensor(x).transpose(0, dim)

    agree(program, normal(2, 3), 1)
    agree(program, normal(2, 3), 2, raises=IndexError)


def test_T_reverses_all_dimensions(agree):
    def program(lib, x):
        return lib.tensor(x).T

    agree(program, normal(2, 3))
    agree(program, normal(2, 3, 4))
    agree(program, normal(3))


def test_broadcast_to_stretches(agree):
    def program(lib, x, shape):
        x = lib.tensor(x)
        return x.broadcast_to(shape), lib.broadcast_to(x, shape)

    agree(program, normal(3, 1), (2, 3, 4))
    agree(program, normal(3, 1), (2, 4), raises=RuntimeError)


def test_reshape_and_transpose_share_memory(agree):
    def program(lib, x):
        x = lib.tensor(x)
        y, z = x.reshape(-1), x.T
        x += 1
        return y, z

    agree(program, normal(2, 3))


def test_an_in_place_op_writes_into_the_memory_that_is_there(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        alias, detached = x, x.detach()
        x += y
        x *= 3
        x -= 0.5
        x /= y
        return x, alias, detached

    agree(program, normal(2, 3), uniform(0.5, 2.0, 3))


def test_an_in_place_op_keeps_the_shape(agree):
    def program(lib, x, y):
        x = lib.tensor(x)
        x += lib.tensor(y)
        return x

    agree(program, normal(2, 3), normal(2, 1))
    agree(program, normal(3), normal(2, 3), raises=RuntimeError)
    agree(program, normal(3), normal(1, 3), raises=RuntimeError)


def test_an_in_place_op_keeps_the_dtype(agree):
    def program(lib, x, y):
        x = lib.tensor(x)
        x *= lib.tensor(y)
        return x

    agree(program, normal(3).astype(np.float32), normal(3))
    agree(program, integers(2, 9, 3), integers(2, 9, 3))
    agree(program, integers(2, 9, 3), normal(3), raises=RuntimeError)


def test_dividing_integers_in_place_is_refused(agree):
    def program(lib, x):
        x = lib.tensor(x)
        x /= 2
        return x

    agree(program, normal(3))
    agree(program, integers(2, 9, 3), raises=RuntimeError)


def test_zero_and_copy_overwrite_and_return_the_tensor(agree):
    def program(lib, x, y):
        x, y = lib.tensor(x), lib.tensor(y)
        alias, kept = y.detach(), x + 1
        copied = y.copy_(x)
        zeroed = x.zero_()
        zeroed += 3
        return alias, copied, kept, x

    agree(program, normal(3), normal(2, 3))


def test_copy_casts_to_the_dtype_that_is_there(agree):
    def program(lib, x, n):
        return lib.tensor(n).copy_(lib.tensor(x)), lib.tensor(x).copy_(lib.tensor(n))

    agree(program, uniform(1.0, 9.0, 3), integers(2, 9, 3))


def test_copy_wants_a_tensor_that_fits(agree):
    def program(lib, x, y):
        return lib.tensor(x).copy_(lib.tensor(y))

    def from_a_string(lib, x):
        return lib.tensor(x).copy_("3")

    agree(program, normal(2, 3), normal(3))
    agree(program, normal(2, 3), normal(2), raises=RuntimeError)
    agree(program, normal(3), normal(1, 3), raises=RuntimeError)
    agree(from_a_string, normal(3), raises=TypeError)


def test_a_weight_is_updated_in_place_only_under_no_grad(agree):
    def update(lib, w):
        w = lib.tensor(w, requires_grad=True)
        with lib.no_grad():
            w -= 0.1 * w
        return w, w.requires_grad, w.is_leaf, not w.is_leaf

    def recorded(lib, w):
        w = lib.tensor(w, requires_grad=True)
        w -= 0.1
        return w

    def zeroed(lib, w):
        return lib.tensor(w, requires_grad=True).zero_()

    agree(update, normal(3))
    agree(recorded, normal(3), raises=RuntimeError)
    agree(zeroed, normal(3), raises=RuntimeError)


def test_an_in_place_op_marks_the_memory_as_changed(lib):
    x, y, z = (lib.tensor([1.0, 2.0]) for _ in range(3))
    before = lib.given.core.changes.now()
    x += 1
    y.zero_()
    seen = [lib.given.core.changes.as_recorded(t.numpy(), before) for t in (x, y, z)]
    assert [type(value) is np.ndarray for value in seen] == [False, False, True]


TWINS = """
    tan atan arctan sinh cosh log1p log2 log10 expm1 erf erfinv sign nan_to_num logical_not
    remainder(b) floor_divide(b) eq(b) ne(b) lt(b) le(b) gt(b) ge(b) logical_and(b) logical_or(b)
    logical_xor(b) clip(0.1,0.6) cumsum(0) addmm(b,b) square abs exp pow(2) lerp(b,0.5)
"""


def test_a_method_with_an_underscore_writes_what_the_one_without_returns(agree):
    def program(lib, calls, x, y):
        b, results = lib.tensor(y), []
        for call in calls:
            name, _, args = call.rstrip(")").partition("(")
            a = lib.tensor(x, requires_grad=True)
            c = a * 1
            result = eval(f"c.{name.rstrip('_')}_({args})", {"b": b, "c": c})
            results += [c, result is c]
            if name in ("tan", "erfinv", "expm1", "sign", "exp", "addmm", "cumsum", "clip"):
                c.sum().backward()  # the others' rules need what is no more
                results.append(a.grad)
        return results

    agree(program, TWINS.split(), uniform(0.1, 0.9, 3, 3), uniform(0.1, 0.9, 3, 3))


def test_bits_are_changed_in_place_too(agree):
    def program(lib, x):
        a, b = lib.tensor(x), lib.tensor(x + 1)
        first = a.bitwise_and_(b).bitwise_or_(4).clone()
        return first, a.bitwise_xor_(b).bitwise_not_(), a

    agree(program, integers(0, 9, 4))


def in_place_by_an_operator(lib, operator, dtype, other):
    """The tensor, its view and its old name afterwards; or the type of the error."""
    a = lib.tensor([1, 2, 3]).to(getattr(lib, dtype))
    numbers = other if isinstance(other, int | float) else lib.tensor([3, 1, 2])
    b = numbers if numbers is other else numbers.to(getattr(lib, other))
    names = {"a": a, "b": b}
    view = a[1:]
    try:
        exec(f"a {operator}= b", names)
    except RuntimeError:  # or NotImplementedError, which is one
        return "refused"
    return names["a"] is a, str(a.dtype)[-7:], a.tolist(), view.tolist()


def test_an_operator_with_an_equals_sign_changes_the_tensor_with_its_views(lib):
    dtypes = ["bool", "uint8", "int8", "int32", "int64", "float32", "float64"]
    wrong = []
    for operator in ("+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>"):
        for dtype in dtypes:
            for other in (*dtypes, 2, True, -1, 2.5):
                case = operator, dtype, other
                mine, torchs = (in_place_by_an_operator(x, *case) for x in (lib, torch))
                if mine != torchs and torchs != "refused" and case[:2] != ("**", "bool"):
                    wrong.append((case, mine, torchs))
    assert not wrong, "\n".join(map(str, wrong))
