"""m32 forward mode: tangents, Jacobians column by column, and Hessians."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform


@pytest.mark.public
def test_a_value_and_its_slope_in_a_direction(agree):
    def program(lib, x, v):
        return lib.func.jvp(lambda x: x * x * x, (lib.tensor(x),), (lib.tensor(v),))

    def alone(lib, x, v):
        x, v = lib.tensor(x), lib.tensor(v)
        linear, y, z = lib.m32_forward_mode.linear, x * x, x * x * x
        of_y = linear(lib.mul, 0, v, y, (x, x), {}) + linear(lib.mul, 1, v, y, (x, x), {})
        return z, linear(lib.mul, 0, of_y, z, (y, x), {}) + linear(lib.mul, 1, v, z, (y, x), {})

    agree(program, normal(2, 3), normal(2, 3), alone=alone)


def test_each_argument_brings_its_share_of_the_tangent(agree):
    def program(lib, x, y, v, w):
        primals = lib.tensor(x), lib.tensor(y)
        tangents = lib.tensor(v), lib.tensor(w)
        return (
            lib.func.jvp(lambda x, y: x * y, primals, tangents),
            lib.func.jvp(lambda x, y: x @ y.T, primals, tangents),
            lib.func.jvp(lambda x, y: (x - y) / (x * x + 1), primals, tangents),
        )

    agree(program, normal(2, 3), normal(2, 3), normal(2, 3), normal(2, 3))


def test_elementwise_ops_have_tangents(agree):
    def program(lib, x, v):
        def f(x):
            return (x.exp().sqrt().log() * x.tanh() + x.sigmoid() ** 2 - 3 / x).abs()

        return lib.func.jvp(f, (lib.tensor(x),), (lib.tensor(v),))

    agree(program, uniform(0.5, 2, 5), normal(5))


def test_a_curve_multiplies_the_tangent_by_its_slope(agree):
    def program(lib, x, v):
        return lib.func.jvp(lambda x: x.sigmoid(), (lib.tensor(x),), (lib.tensor(v),))

    def alone(lib, x, v):
        x = lib.tensor(x)
        out = x.sigmoid()
        return out, lib.m32_forward_mode.diagonal(lib.sigmoid, 0, lib.tensor(v), out, (x,), {})

    agree(program, normal(2, 3), normal(2, 3), alone=alone)


@pytest.mark.public
def test_sums_and_shapes_do_to_the_tangent_what_they_do_to_the_value(agree):
    def program(lib, x, v):
        def f(x):
            return x.sum(1), x.mean(0, keepdim=True), x.T.reshape(-1), x[1:, ::2], -x.permute(1, 0)

        return lib.func.jvp(f, (lib.tensor(x),), (lib.tensor(v),))

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.public
def test_every_op_that_has_a_vjp_has_a_tangent(agree):
    def program(lib, name, x, v):
        op = getattr(lib, name)
        return lib.func.jvp(lambda x: op(x, 1), (lib.tensor(x),), (lib.tensor(v),))

    def alone(lib, name, x, v):
        op, x = getattr(lib, name), lib.tensor(x)
        out = op(x, 1)
        tangent = lib.m32_forward_mode.transposed(op, 0, lib.tensor(v), out, (x, 1), {})
        return out, lib.tensor(tangent)

    for name in ("softmax", "logsumexp", "prod", "cumsum", "amax", "var", "log_softmax"):
        agree(program, name, normal(3, 4), normal(3, 4), alone=alone)


def test_broadcast_tangents_have_the_shape_of_the_result(agree):
    def program(lib, x, row, v, w):
        def f(x, row):
            return (x + row, row - x * row, x / row)

        x, row, v, w = (lib.tensor(each) for each in (x, row, v, w))
        only_row = lib.func.jvp(lambda row: x + row, (row,), (w,))
        return lib.func.jvp(f, (x, row), (v, w)), only_row

    agree(program, normal(3, 3), uniform(0.5, 2, 3), normal(3, 3), normal(3))


def test_what_does_not_depend_on_the_input_has_a_tangent_of_zeros(agree):
    def program(lib, x, y, v):
        x, y = lib.tensor(x), lib.tensor(y)
        value, tangent = lib.func.jvp(lambda x: (y * 2, x * y), (x,), (lib.tensor(v),))
        return value, [each + 0 for each in tangent]

    agree(program, normal(3), normal(3), normal(3))


@pytest.mark.public
def test_a_jacobian_has_a_column_for_each_number_of_the_argument(agree):
    def program(lib, x):
        return lib.func.jacfwd(lambda x: (x * x).sum(1) * x[0, 0])(lib.tensor(x))

    agree(program, normal(2, 3))


def test_columns_and_rows_make_the_same_jacobian(agree):
    def program(lib, x):
        def f(x):
            return x.softmax(0) @ x.T.exp()

        forward, backward = lib.func.jacfwd(f)(lib.tensor(x)), lib.func.jacrev(f)(lib.tensor(x))
        return forward, backward, (forward - backward).abs().max() < 1e-9

    agree(program, normal(2, 3))


@pytest.mark.public
def test_a_hessian_times_a_vector_needs_no_hessian(agree):
    def program(lib, x, v):
        def f(x):
            return (x**3).sum() * x[0] + x.tanh().prod()

        return lib.autograd.functional.hvp(f, lib.tensor(x), lib.tensor(v))

    agree(program, normal(4), normal(4))


def test_a_hessian_has_second_derivatives(agree):
    def program(lib, x):
        def f(x):
            return (x**3).sum() * x[0, 1] + x.tanh().prod()

        return lib.func.hessian(f)(lib.tensor(x))

    agree(program, normal(2, 3))


def test_a_slope_has_a_slope_in_another_direction(agree):
    def program(lib, x, v, w):
        x, v, w = lib.tensor(x), lib.tensor(v), lib.tensor(w)

        def slope(x):
            return lib.func.jvp(lambda x: x.exp() * x * x[0], (x,), (v,))[1]

        return slope(x), lib.func.jvp(slope, (x,), (w,))

    agree(program, normal(3), normal(3), normal(3))


def test_forward_over_reverse_and_reverse_over_forward(agree):
    def program(lib, x, v):
        def f(x):
            return (x.exp() * x.softmax(0)).sum()

        x, v = lib.tensor(x), lib.tensor(v)

        def slope_along(x):
            return lib.func.jvp(f, (x,), (v,))[1]

        return lib.func.jvp(lib.func.grad(f), (x,), (v,)), lib.func.grad(slope_along)(x)

    agree(program, normal(4), normal(4))


def test_two_tangents_on_the_way_are_not_confused(agree):
    def program(lib, x, v):
        x, v = lib.tensor(x), lib.tensor(v)

        def f(x):
            return x * lib.func.jvp(lambda y: x * y * y, (v,), (v + 1,))[1]

        return lib.func.jvp(f, (x,), (v,))

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_powers_have_tangents_in_base_and_exponent(agree):
    def program(lib, x, y, v, w):
        x, y, v, w = (lib.tensor(each) for each in (x, y, v, w))
        return lib.func.jvp(lambda x, y: x**y + 2.0**x, (x, y), (v, w))

    def alone(lib, x, y, v, w):
        x, y, v, w = (lib.tensor(each) for each in (x, y, v, w))
        total, first, second = lib.m32_forward_mode.total_tangent, x**y, 2.0**x
        of_first = total(lib.pow, (v, w), first, (x, y), {})
        return first + second, of_first + total(lib.pow, (None, v), second, (2.0, x), {})

    agree(program, uniform(0.5, 2, 3), normal(3), normal(3), normal(3), alone=alone)


@pytest.mark.edge_case
def test_an_op_of_ones_own_has_a_tangent_too(agree):
    def program(lib, x, v):
        @lib.autograd.primitive
        def swing(x, scale):
            return np.sin(scale * x)

        lib.autograd.defvjp(
            swing,
            lambda g, out, x, scale: g * lib.cos(scale * x) * scale,
        )
        return lib.func.jvp(lambda x: swing(x, 3.0) * x, (lib.tensor(x),), (lib.tensor(v),))

    def with_torch(lib, x, v):
        return lib.func.jvp(lambda x: (3.0 * x).sin() * x, (lib.tensor(x),), (lib.tensor(v),))

    agree(program, normal(4), normal(4), reference=with_torch)


@pytest.mark.edge_case
def test_where_no_gradient_flows_no_tangent_does(agree):
    def program(lib, x, v):
        def f(x):
            return x.detach() * x, x * (x > 0), x[x.argmax(0)]

        return lib.func.jvp(f, (lib.tensor(x),), (lib.tensor(v),))

    agree(program, normal(4), normal(4))


@pytest.mark.edge_case
def test_trees_of_primals_and_results_with_extras(agree):
    def program(lib, x, v):
        def f(d, y):
            return {"product": d["x"] * d["y"][0], "sum": (d["x"] + y,)}, d["x"] * 5

        x, v = lib.tensor(x), lib.tensor(v)
        primals = {"x": x, "y": [x + 1]}, x * 2
        tangents = {"x": v, "y": [v * 2]}, v - 1
        return lib.func.jvp(f, primals, tangents, has_aux=True)

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_jacobians_of_several_results_in_several_arguments(agree):
    def program(lib, x, y):
        def f(x, y):
            return {"product": x @ y, "rest": [(y * y).sum(0)]}

        x, y = lib.tensor(x), lib.tensor(y)
        one = lib.func.jacfwd(f, argnums=1)(x, y)
        return one, lib.func.jacfwd(f, argnums=(0, 1))(x, y)

    agree(program, normal(2, 3), normal(3, 2))


@pytest.mark.edge_case
def test_a_jacobian_without_elements_has_its_shape(agree):
    def program(lib, x, start):
        x = lib.tensor(x)
        return lib.func.jacfwd(lambda x: (x * x)[start:])(x), lib.func.jacfwd(lib.square)(x[start:])

    agree(program, normal(3), 1)
    agree(program, normal(3), 3)


@pytest.mark.edge_case
def test_a_hessian_in_two_arguments_has_four_blocks(agree):
    def program(lib, x, y):
        def f(x, y):
            return ((x @ y) ** 2).sum()

        x, y = lib.tensor(x), lib.tensor(y)
        return lib.func.hessian(f, argnums=(0, 1))(x, y)

    agree(program, normal(1, 2), normal(2, 3))


@pytest.mark.edge_case
def test_a_hessian_in_two_arguments_times_two_vectors(agree):
    def program(lib, x, y, v, w):
        def f(x, y):
            return ((x @ y) ** 2).sum()

        tensors = [lib.tensor(each) for each in (x, y, v, w)]
        return lib.autograd.functional.hvp(f, tuple(tensors[:2]), tuple(tensors[2:]))

    agree(program, normal(1, 2), normal(2, 3), normal(1, 2), normal(2, 3))


@pytest.mark.edge_case
def test_tangents_of_a_closed_over_tensor_reach_its_grad(agree):
    def program(lib, x, w, v):
        w = lib.tensor(w, requires_grad=True)
        x, v = lib.tensor(x), lib.tensor(v)
        value, tangent = lib.func.jvp(lambda x: (x * w).tanh(), (x,), (v,))
        (tangent * value).sum().backward()
        return tangent, w.grad

    agree(program, normal(3), normal(3), normal(3))


@pytest.mark.edge_case
def test_a_direction_may_be_what_somebody_differentiates(agree):
    def program(lib, x, v):
        x = lib.tensor(x)

        def slope(v):
            return lib.func.jvp(lambda x: x.exp().sum() * x, (x,), (v,))[1].sum()

        return lib.func.grad(slope)(lib.tensor(v))

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_float32_keeps_its_dtype(agree):
    def program(lib, x, v):
        x, v = lib.tensor(x, dtype=lib.float32), lib.tensor(v, dtype=lib.float32)
        y = lib.tensor([1.5, 2.5, 3.5], dtype=lib.float64)

        def f(x):
            return (x.mean(0), x.softmax(1) / 3, x[0] - y)

        return lib.func.jvp(f, (x,), (v,))

    agree(program, normal(2, 3), normal(2, 3))
