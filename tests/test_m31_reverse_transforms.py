"""m31 reverse transforms: grad, vjp and jacrev as functions of functions, of any order."""

import pytest

from grader.asking.inputs import normal, uniform
from grader.suite.forms import close


@pytest.mark.public
def test_grad_makes_a_function_that_returns_gradients(agree):
    def program(lib, x):
        slope = lib.func.grad(lambda x: (x**3).sum())
        return slope(lib.tensor(x))

    def alone(lib, x):
        m = lib.m31_reverse_transforms
        with m.new_level() as level:
            x = m.trace(lib.tensor(x), level)
            y = (x**3).sum()
        return m.walk_back(level, [x], [y], [y.new_ones(())])[0]

    agree(program, normal(2, 3), alone=alone)


def test_nobodys_grad_and_nobodys_flag_is_touched(agree):
    def program(lib, x):
        x = lib.tensor(x)
        slope = lib.func.grad(lambda x: (x.exp() * x).sum())(x)
        return slope, x.grad, x.requires_grad, slope.requires_grad

    agree(program, normal(2, 3))


@pytest.mark.public
def test_vjp_pulls_gradients_back_as_often_as_you_like(agree):
    def program(lib, x, y, g):
        out, pullback = lib.func.vjp(lambda x, y: (x @ y).exp(), lib.tensor(x), lib.tensor(y))
        g = lib.tensor(g)
        return out, pullback(g), pullback(2 * g)

    agree(program, normal(2, 3), normal(3, 2), normal(2, 2))


def test_all_results_are_pulled_back_together(agree):
    def program(lib, x, g):
        def f(x):
            return (x * x, x.exp())

        x, g = lib.tensor(x), lib.tensor(g)
        out, pullback = lib.func.vjp(f, x)
        return out, pullback((g, 2 * g)), pullback((0 * g, g))

    agree(program, normal(3), normal(3))


@pytest.mark.public
def test_argnums_say_which_arguments_are_differentiated(agree):
    def program(lib, x, y, z):
        x, y, z = lib.tensor(x), lib.tensor(y), lib.tensor(z)

        def f(x, y, z):
            return ((x @ y) * z).sum()

        grad = lib.func.grad
        second = grad(f, argnums=1)(x, y, z)
        return second, grad(f, argnums=(2, 0))(x, y, z), grad(f, argnums=(-1,))(x, y, z)

    agree(program, normal(2, 3), normal(3, 4), normal(2, 4))


@pytest.mark.public
def test_value_and_extras_come_along(agree):
    def program(lib, x):
        def f(x):
            return ((x * x).sum(), {"twice": 2 * x})

        x = lib.tensor(x)
        both = lib.func.grad_and_value(lambda x: (x.exp() * x).sum())(x)
        with_aux = lib.func.grad_and_value(f, has_aux=True)(x)
        gradient, extra = lib.func.grad(f, has_aux=True)(x)
        return both, with_aux, gradient, extra, extra["twice"].requires_grad

    agree(program, normal(2, 3))


def test_what_is_not_used_has_zeros_for_a_gradient(agree):
    def program(lib, x, y):
        def f(d):
            return (d["x"] * d["x"]).sum()

        return lib.func.grad(f)({"x": lib.tensor(x), "y": lib.tensor(y)})

    agree(program, normal(3), normal(2, 2))


@pytest.mark.public
def test_a_jacobian_has_a_row_for_each_number_of_the_result(agree):
    def program(lib, x):
        return lib.func.jacrev(lambda x: (x * x).sum(1) * x[0, 0])(lib.tensor(x))

    agree(program, normal(2, 3))


def test_each_number_of_a_matrix_has_a_row_in_the_jacobian(agree):
    def program(lib, x, y):
        jacrev = lib.func.jacrev
        x, y = lib.tensor(x), lib.tensor(y)
        return jacrev(lambda x: x @ y)(x), jacrev(lambda x: (x * x).sum())(x)

    agree(program, normal(2, 3), normal(3, 2))


def test_grad_of_grad_of_grad(agree):
    def program(lib, x):
        grad = lib.func.grad

        def f(x):
            return (x**4 + x.tanh() * x.exp()).sum()

        def first(x):
            return grad(f)(x).sum()

        def second(x):
            return grad(first)(x).sum()

        return grad(f)(lib.tensor(x)), grad(first)(lib.tensor(x)), grad(second)(lib.tensor(x))

    agree(program, normal(3))


def test_jacobians_of_jacobians(agree):
    def program(lib, x):
        jacrev = lib.func.jacrev
        return jacrev(jacrev(lambda x: x.softmax(-1).log().sum(0)))(lib.tensor(x))

    agree(program, normal(2, 3))


def test_an_inner_grad_takes_the_outer_variable_for_a_constant(agree):
    def program(lib, x, y):
        grad = lib.func.grad

        def inner(x):
            return grad(lambda y: (x * x * y * y).sum())(lib.tensor(y))

        return grad(lambda x: (x * inner(x)).sum())(lib.tensor(x))

    agree(program, normal(3), normal(3))


def test_tensors_that_a_function_closes_over_keep_their_own_graph(agree):
    def program(lib, x, w):
        w = lib.tensor(w, requires_grad=True)
        x = lib.tensor(x)
        slope = lib.func.grad(lambda x: (x * w * x).sum())(x)
        (slope * x).sum().backward()
        return slope, w.grad

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_other_arguments_may_be_anything(agree):
    def program(lib, x):
        def f(x, power, scale, names):
            return (x**power).sum() * scale + len(names)

        return lib.func.grad(f)(lib.tensor(x), 3, scale=0.5, names=["a", "b"])

    agree(program, uniform(0.5, 2, 4))


@pytest.mark.edge_case
def test_trees_of_tensors_have_trees_of_gradients(agree):
    def program(lib, w, b, x):
        weights = {"w": lib.tensor(w), "rest": [lib.tensor(b), (lib.tensor(b) * 2,)]}

        def loss(weights, x):
            first, (second,) = weights["rest"]
            return ((x @ weights["w"] + first) * second).tanh().sum()

        return lib.func.grad(loss)(weights, lib.tensor(x))

    agree(program, *(uniform(-0.7, 0.7, *shape) for shape in ((3, 2), (2,), (4, 3))))


@pytest.mark.edge_case
def test_weights_of_a_network_are_differentiated_as_a_dict(agree):
    def program(lib, w, b, x):
        net = lib.nn.Linear(3, 2)
        weights = {"weight": lib.tensor(w), "bias": lib.tensor(b)}

        def loss(weights, x):
            return lib.func.functional_call(net, weights, (x,)).tanh().sum()

        gradient = lib.func.grad(loss)(weights, lib.tensor(x))
        return gradient, net.weight.grad

    agree(program, normal(2, 3), normal(2), normal(4, 3))


@pytest.mark.edge_case
def test_vjp_takes_and_returns_trees(agree):
    def program(lib, x, g):
        def f(d):
            return {"sum": d["x"].sum(0), "rest": (d["x"] * d["y"], 3 * d["y"])}

        x, g = lib.tensor(x), lib.tensor(g)
        out, pullback, extra = lib.func.vjp(
            lambda d: (f(d), d["x"] + 1), {"x": x, "y": x[0]}, has_aux=True
        )
        return out, extra, pullback({"sum": g[0], "rest": (g, g[1])})

    agree(program, normal(2, 3), normal(2, 3))


@pytest.mark.edge_case
def test_jacobians_of_several_results_in_several_arguments(agree):
    def program(lib, x, y):
        def f(x, y):
            return {"product": x @ y, "rest": [y.sum(0)]}

        x, y = lib.tensor(x), lib.tensor(y)
        jacrev = lib.func.jacrev
        one = jacrev(f, argnums=1)(x, y)
        return one, jacrev(f, argnums=(0, 1))(x, y)

    agree(program, normal(2, 3), normal(3, 2))


@pytest.mark.edge_case
def test_a_jacobian_without_elements_has_its_shape(agree):
    def program(lib, x, start):
        x = lib.tensor(x)
        return lib.func.jacrev(lambda x: (x * x)[start:])(x), lib.func.jacrev(lib.sum)(x[start:])

    agree(program, normal(3), 1)
    agree(program, normal(3), 3)


@pytest.mark.edge_case
def test_an_input_may_be_handed_out_as_it_is(agree):
    def program(lib, x):
        def f(x):
            out, pullback = lib.func.vjp(lambda y: (y, y * 2), x)
            (g,) = pullback((out[0] * out[1], x.exp()))
            return (g * x).sum()

        return lib.func.grad(f)(lib.tensor(x))

    agree(program, normal(3))


@pytest.mark.edge_case
def test_the_graph_of_a_constant_may_be_gone(agree):
    def program(lib, x, w):
        w = lib.tensor(w, requires_grad=True)
        scale = w * w
        scale.sum().backward()
        return lib.func.grad(lambda x: (x * x * scale).sum())(lib.tensor(x)), w.grad

    agree(program, normal(3), normal(3))


@pytest.mark.edge_case
def test_integers_on_the_way_are_constants(agree):
    def program(lib, x):
        def f(x):
            return (x * x.argmax(0) * (x > 0)).sum()

        return lib.func.grad(f)(lib.tensor(x))

    agree(program, normal(5))


@pytest.mark.edge_case
def test_no_grad_inside_makes_constants_and_outside_makes_no_difference(agree):
    def program(lib, x):
        def f(x):
            with lib.no_grad():
                frozen = x * x
            return (frozen * x).sum()

        x = lib.tensor(x)
        with lib.no_grad():
            outside = lib.func.grad(lambda x: (x * x * x).sum())(x)
        detached = lib.func.grad(lambda x: (x.detach() * x * x).sum())(x)
        return lib.func.grad(f)(x), outside, detached

    agree(program, normal(4))


@pytest.mark.edge_case
def test_no_grad_in_an_inner_function_makes_constants_for_the_outer_one_too(agree):
    def program(lib, x):
        grad = lib.func.grad

        def inner(y):
            with lib.no_grad():
                frozen = y * y
            return (frozen * y).sum()

        return grad(lambda x: (grad(inner)(x) * x).sum())(lib.tensor(x))

    agree(program, normal(4))


@pytest.mark.edge_case
def test_float32_stays_float32(agree):
    def program(lib, x):
        x = lib.tensor(x, dtype=lib.float32)

        def f(x):
            return (x.exp() * x.tanh()).sum() / 3

        return lib.func.grad(f)(x), lib.func.jacrev(lambda x: x.sigmoid() * 2)(x)

    agree(program, uniform(0.0, 1.0, 3))


@pytest.mark.edge_case
def test_after_a_transform_everything_is_as_it_was(facts):
    def program(lib, x):
        tensor, seen = lib.tensor(x), []

        def f(x):
            seen.append(type(x).__name__)
            if len(seen) == 1:
                return x * 2
            return (x * x).sum()

        values = [lib.is_grad_enabled()]
        vjp = lib.func.vjp(f, tensor)[1]
        slope = lib.func.grad(f)(tensor)
        product = tensor * tensor
        values.append(lib.is_grad_enabled())
        return values, seen, type(product).__name__, slope.tolist(), vjp(tensor)[0].tolist()

    x = normal(3)
    values, seen, kind, slope, pulled = facts(program, x)
    assert values == [True, True], "after a transform, recording must be as it was before"
    assert seen == ["Traced", "Traced"], "inside a transform the inputs are Traced"
    assert kind == "Tensor", "outside of transforms, ops on Tensors give Tensors again"
    slopes = (2 * x).tolist()
    assert close(slope, slopes) and close(pulled, slopes), "the slope of x**2 is 2 x"
