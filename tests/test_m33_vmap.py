"""m33 vmap: a function for one, run on a batch; and together with grad, vjp, jvp and itself."""

import numpy as np
import pytest

from grader.asking.inputs import normal, uniform


@pytest.mark.public
def test_a_function_for_one_runs_on_a_batch(agree):
    def program(lib, x):
        def f(x):
            return (x.exp() * x).sum() - x[0]

        return lib.func.vmap(f)(lib.tensor(x))

    agree(program, normal(5, 3))


def test_inside_each_looks_like_one(facts):
    def program(lib, x):
        seen = []

        def f(x):
            seen.append([tuple(x.shape), x.ndim, len(x), x.numel(), str(x.dtype).split(".")[-1]])
            return x * 2

        doubled = lib.func.vmap(f)(lib.tensor(x))
        return seen, tuple(doubled.shape), type(doubled).__name__

    seen, shape, kind = facts(program, normal(5, 3, 2))
    assert seen == [[(3, 2), 2, 3, 6, "float64"]], (
        "the function is called once, and its argument has the shape of one example, (3, 2)"
    )
    assert tuple(shape) == (5, 3, 2), "the batch is back in the result"
    assert kind == "Tensor", "outside, results are plain Tensors again"


@pytest.mark.public
def test_shared_arguments_have_no_batch_dim(agree):
    def program(lib, w, x, y):
        def losses(w, x, y):
            return (x @ w - y) ** 2

        w, x, y = lib.tensor(w), lib.tensor(x), lib.tensor(y)
        return lib.func.vmap(losses, in_dims=(None, 0, None))(w, x, y)

    agree(program, normal(3), normal(5, 3), normal(5))


def test_the_batch_may_lie_along_any_dim_and_come_out_along_any(agree):
    def program(lib, x, y):
        def f(x, y):
            return (x * y, x.sum(0))

        x, y = lib.tensor(x), lib.tensor(y)
        return lib.func.vmap(f, in_dims=(1, -1), out_dims=(2, 1))(x, y)

    agree(program, normal(2, 5, 3), normal(2, 3, 5))


def test_ranks_are_aligned_behind_the_batch_dim(agree):
    def program(lib, x, y):
        def f(x, y):
            return (x + y, y - x, x / y[0], x * y.sum())

        x, y = lib.tensor(x), lib.tensor(y)
        return lib.func.vmap(f)(x, y)

    def alone(lib, x, y):
        def each(op, x, y):
            return lib.m33_vmap.elementwise(op, 3, (True, True), (x, y), {})

        x, y = lib.tensor(x), lib.tensor(y)
        sums = each(lib.add, x, y), each(lib.sub, y, x)
        return *sums, each(lib.div, x, y[:, 0]), each(lib.mul, x, y.sum(1))

    agree(program, normal(3, 3, 3), uniform(1, 2, 3, 3), alone=alone)


def test_dims_are_those_of_one(agree):
    def program(lib, x):
        def f(x):
            return x.sum(0), x.mean(-1), x.T, x.permute(2, 0, 1), x.transpose(0, 1), x.softmax(0)

        return lib.func.vmap(f)(lib.tensor(x))

    agree(program, normal(2, 3, 4, 5))


def test_reductions_leave_the_batch_alone(agree):
    def program(lib, x):
        def f(x):
            return x.sum(), x.prod(), x.argmax(), x.amax((0, 1)), x.var(), x.sum().softmax(0)

        return lib.func.vmap(f)(lib.tensor(x))

    agree(program, normal(5, 2, 3))


def test_each_is_turned_around(agree):
    def program(lib, x):
        def f(x):
            return x.permute(2, 0, 1), x.transpose(0, -1)

        return lib.func.vmap(f)(lib.tensor(x))

    def alone(lib, x):
        x, transposed = lib.tensor(x), lib.m33_vmap.transposed
        turned = transposed(lib.permute, 2, (True, False), (x, (2, 0, 1)), {})
        return turned, transposed(lib.transpose, 2, (True, False, False), (x, 0, -1), {})

    agree(program, normal(2, 3, 4, 5), alone=alone)


@pytest.mark.public
def test_shapes_are_those_of_one(agree):
    def program(lib, x):
        def f(x):
            return x.reshape(-1), x.reshape(3, 2), x.sum().reshape(1, 1), x.broadcast_to((2, 2, 3))

        return lib.func.vmap(f)(lib.tensor(x))

    def alone(lib, x):
        def in_shape(x, shape, op=lib.reshape):
            return lib.m33_vmap.reshaped(op, 5, (True, False), (x, shape), {})

        x = lib.tensor(x)
        flat, other, one = in_shape(x, (-1,)), in_shape(x, (3, 2)), in_shape(x.sum((1, 2)), (1, 1))
        return flat, other, one, in_shape(x, (2, 2, 3), lib.broadcast_to)

    agree(program, normal(5, 2, 3), alone=alone)


def test_vectors_and_matrices_of_a_batch_are_multiplied_each(agree):
    def program(lib, x, m, v):
        def f(x, m, v):
            return (x @ m, m @ v, v @ m.T, v @ v, x @ x.T)

        x, m, v = lib.tensor(x), lib.tensor(m), lib.tensor(v)
        return lib.func.vmap(f)(x, m, v)

    def alone(lib, x, m, v):
        def product(x, y):
            return lib.m33_vmap.matrix_product(lib.matmul, 3, (True, True), (x, y), {})

        x, m, v = lib.tensor(x), lib.tensor(m), lib.tensor(v)
        of_vectors = product(m, v), product(v, m.transpose(1, 2)), product(v, v)
        return product(x, m), *of_vectors, product(x, x.transpose(1, 2))

    agree(program, normal(3, 2, 3), normal(3, 3, 3), normal(3, 3), alone=alone)


@pytest.mark.public
def test_ops_without_a_batcher_run_one_by_one(agree):
    def program(lib, x):
        def f(x):
            return (x.roll(1, 0), x.tile((1, 2)), x.sort(0).values, x.flip(0), x.diagonal())

        return lib.func.vmap(f)(lib.tensor(x))

    def alone(lib, x):
        def one_by_one(op, *args):
            batched = True, *[False for _ in args]
            return lib.tensor(lib.m33_vmap.looped(op, 5, batched, (lib.tensor(x), *args), {}))

        def ordered(x):
            return x.sort(0).values

        rolled, tiled = one_by_one(lib.roll, 1, 0), one_by_one(lib.tile, (1, 2))
        others = [one_by_one(op) for op in (ordered, lib.diagonal)]
        return rolled, tiled, others[0], one_by_one(lib.flip, 0), others[1]

    agree(program, normal(5, 3, 2), alone=alone)


@pytest.mark.public
def test_each_example_has_a_gradient_of_its_own(agree):
    def program(lib, w, b, x, y):
        def loss(weights, x, y):
            return ((x @ weights["w"] + weights["b"]).tanh() - y).square().sum()

        weights = {"w": lib.tensor(w), "b": lib.tensor(b)}
        per_sample = lib.func.vmap(lib.func.grad(loss), in_dims=(None, 0, 0))
        return per_sample(weights, lib.tensor(x), lib.tensor(y))

    agree(program, normal(3, 2), normal(2), normal(5, 3), normal(5, 2))


def test_a_jacobian_is_a_vmap_over_pullbacks(agree):
    def program(lib, x):
        x = lib.tensor(x)
        pullback = lib.func.vjp(lambda x: (x.exp() @ x.T).sum(1), x)[1]
        (rows,) = lib.func.vmap(pullback)(lib.tensor(np.eye(2)))
        return rows, lib.func.vmap(lib.func.jacrev(lambda x: x * x.sum()))(x)

    agree(program, normal(2, 3))


@pytest.mark.edge_case
def test_a_row_of_each_is_stretched_in_its_own_matrix(agree):
    def program(lib, x):
        return lib.func.vmap(lambda x: x.broadcast_to((5, 3)))(lib.tensor(x))

    agree(program, normal(5, 3))


@pytest.mark.edge_case
def test_shared_matrices_multiply_each_of_a_batch(agree):
    def program(lib, x, m, v):
        def f(x, m, v):
            return (m @ x, x @ m, m @ v, v @ m, v @ x, x @ m[0])

        x, m, v = lib.tensor(x), lib.tensor(m), lib.tensor(v)
        return lib.func.vmap(f, in_dims=(None, 0, 0))(x, m, v), lib.func.vmap(
            f, in_dims=(0, None, None)
        )(lib.stack([x, 2 * x]), m[0], v[0])

    agree(program, normal(3, 3), normal(3, 3, 3), normal(3, 3))


@pytest.mark.edge_case
def test_indexing_reads_in_each(agree):
    def program(lib, x, i):
        def f(x, i):
            return (x[0], x[..., 1], x[1:, None], x[[1, 0]], x[i], x[0, i])

        return lib.func.vmap(f)(lib.tensor(x), lib.tensor(i))

    agree(program, normal(4, 2, 3), np.array([1, 0, 1, 1]))


@pytest.mark.edge_case
def test_trees_are_batched_and_keyword_arguments_shared(agree):
    def program(lib, x, y):
        def f(d, *, shift):
            return {"sum": d["x"] + d["rest"][0], "rest": [d["x"] * shift]}

        x, y = lib.tensor(x), lib.tensor(y)
        in_dims = ({"x": 0, "rest": [None]},)
        return lib.func.vmap(f, in_dims=in_dims)({"x": x, "rest": [y]}, shift=x + 1)

    agree(program, normal(5, 3), normal(3))


@pytest.mark.edge_case
def test_results_that_ignore_the_batch_are_repeated(agree):
    def program(lib, x, y):
        y = lib.tensor(y)
        return lib.func.vmap(lambda x: (y * 2, x), out_dims=0)(lib.tensor(x))

    agree(program, normal(4, 3), normal(2))


@pytest.mark.edge_case
def test_batches_must_be_of_one_size_and_be_there(agree):
    def program(lib, x, y, in_dims):
        def f(x, y):
            return x + y

        return lib.func.vmap(f, in_dims=in_dims)(lib.tensor(x), lib.tensor(y))

    agree(program, normal(4, 3), normal(4, 3), 0)
    agree(program, normal(4, 3), normal(3, 3), 0, raises=ValueError)
    agree(program, normal(4, 3), normal(4, 3), (0, 2), raises=ValueError)
    agree(program, normal(4, 3), normal(4, 3), (0, 0, 0), raises=ValueError)


@pytest.mark.edge_case
def test_a_batch_can_not_decide_by_one_number(agree):
    def program(lib, x, asks):
        def f(x):
            if asks and x.sum() > 0:
                return x
            return x * 2

        return lib.func.vmap(f)(lib.tensor(x))

    agree(program, normal(4, 3), False)
    agree(program, normal(4, 3), True, raises=RuntimeError)


@pytest.mark.edge_case
def test_gradients_flow_through_a_vmap(agree):
    def program(lib, x, w):
        w = lib.tensor(w, requires_grad=True)

        def f(x):
            return (x * w).softmax(0) @ w

        def g(x):
            return lib.func.vmap(f)(x).prod()

        slope = lib.func.grad(g)(lib.tensor(x))
        lib.func.vmap(f)(lib.tensor(x)).sum().backward()
        return slope, w.grad

    agree(program, normal(4, 3), normal(3))


@pytest.mark.edge_case
def test_vmap_of_vmap_and_tangents_of_vmap(agree):
    def program(lib, x, y):
        vmap = lib.func.vmap
        x, y = lib.tensor(x), lib.tensor(y)
        each_with_each = vmap(vmap(lambda a, b: (a * b).sum(), (None, 0)), (0, None))

        def f(x):
            return each_with_each(x, y)

        return (
            f(x),
            lib.func.jvp(f, (x,), (x * x,)),
            vmap(lib.func.hessian(lambda a: (a**3).sum()))(x),
        )

    agree(program, normal(4, 3), normal(2, 3))


@pytest.mark.edge_case
def test_what_only_the_outer_batch_tells_apart_is_repeated_by_the_inner_one(agree):
    def program(lib, x, y):
        def inner(one, ys):
            return lib.func.vmap(lambda z: (one, one * z))(ys)

        return lib.func.vmap(inner, in_dims=(0, None))(lib.tensor(x), lib.tensor(y))

    agree(program, normal(3, 2), normal(4, 2))
