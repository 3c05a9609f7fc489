"""m03 computation graph: who made what, and when nobody should remember."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import close, equal


@pytest.mark.public
def test_a_primitive_works_on_plain_arrays_as_before(facts):
    def program(lib, x):
        cube = lib.autograd.primitive(lambda x: x * x * x)
        return cube(x)

    x = normal(2, 3)
    cubes = facts(program, x)
    assert isinstance(cubes, np.ndarray), "plain ndarrays should pass straight through"
    assert close(cubes, x**3), "the function should be called with what the op was given"


def test_a_primitive_computes_with_tensors(agree):
    def program(lib, x):
        cube = lib.autograd.primitive(lambda x: x * x * x)
        return cube(lib.tensor(x))

    def cube_in_torch(lib, x):
        x = lib.tensor(x)
        return x * x * x

    agree(program, normal(2, 3), reference=cube_in_torch)


@pytest.mark.public
def test_a_result_requires_a_gradient_if_something_it_was_made_from_does(agree):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        made_from = {"x and c": x * c, "c and x": c * x, "c and c": c * c, "x and 2": x * 2}
        return {name: y.requires_grad for name, y in made_from.items()}

    def alone(lib, x, c):
        product = lib.autograd.primitive(np.multiply)
        x, c = lib.tensor(x, requires_grad=True), lib.tensor(c)
        pairs = {"x and c": (x, c), "c and x": (c, x), "c and c": (c, c), "x and 2": (x, 2)}
        return {name: product(*pair).requires_grad for name, pair in pairs.items()}

    agree(program, normal(3), normal(3), alone=alone)


@pytest.mark.public
def test_parents_are_what_a_result_was_made_from(facts):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        return [[parent is x, parent is y] for parent in lib.autograd.parents(x * y)]

    def alone(lib, x, y):
        x, y = (lib.tensor(each, requires_grad=True) for each in (x, y))
        note = lib.m03_computation_graph.Node(lib.mul, (x, y), (x.value, y.value), {}, 0)
        made = type(x)(x.value * y.value, True, note)
        return [[parent is x, parent is y] for parent in lib.autograd.parents(made)]

    expected = [[True, False], [False, True]]
    assert facts(program, normal(3), normal(3), alone=alone) == expected, (
        "the parents of x * y should be x and y, those very objects, in this order"
    )


def test_all_but_results_on_record_are_leaves(agree):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        arrays = {"x": x, "c": c, "x * c": x * c, "c * c": c * c, "x * x * c": x * x * c}
        return {name: [a.is_leaf, a.grad_fn is None] for name, a in arrays.items()}

    agree(program, normal(3), normal(3))


def test_constants_are_not_parents(facts):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        parents = lib.autograd.parents
        return [[(p is x, p is c) for p in parents(y)] for y in (x * c, c * x, 2 - x, x, c * c)]

    only_x, none = [(True, False)], []
    assert facts(program, normal(3), normal(3)) == [only_x, only_x, only_x, none, none], (
        "only x requires a gradient: it is the one parent of x * c, c * x and 2 - x; "
        "the leaf x and the constant c * c have none"
    )


def test_the_way_back_leads_to_the_leaf(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y, steps = x * 2 - 3, 0
        y = 4 * y / 5
        while lib.autograd.parents(y):
            (y,) = lib.autograd.parents(y)
            steps += 1
        return steps, y is x

    assert facts(program, normal(3)) == (4, True), (
        "from 4 * (x * 2 - 3) / 5 it is four steps back to x"
    )


def test_a_note_names_its_op(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        ops = [y.grad_fn.op for y in (x * x, x - x)]
        return [[op is lib.mul, op is lib.sub] for op in ops]

    assert facts(program, normal(3)) == [[True, False], [False, True]], (
        "node.op should be the op that was called, the one whose rules will be looked up"
    )


def test_a_note_keeps_what_the_op_was_called_with(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        minus, total = (3.5 - x).grad_fn, x.sum(1, keepdim=True).grad_fn
        return minus.args[0], minus.args[1] is x, minus.params, total.args[1:], total.params

    number, is_x, nothing, dim, keepdim = facts(program, normal(2, 3))
    assert number == 3.5, "the first argument of 3.5 - x is 3.5: a rule will need it"
    assert is_x is True, "the second argument of 3.5 - x is x itself"
    assert nothing == {}, "3.5 - x has no keyword arguments"
    assert dim == (1,), (
        "x.sum(1, keepdim=True) has two positional arguments: `args` is the tuple (x, 1)"
    )
    assert keepdim == {"keepdim": True}, "x.sum(1, keepdim=True) has the keyword keepdim"


@pytest.mark.public
def test_no_grad_stops_recording_and_starts_it_again(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        before = x * x
        with lib.no_grad():
            inside = x * x
        after = x * x
        return [[y.requires_grad, y.is_leaf] for y in (before, inside, after)], inside

    def alone(lib, x):
        square = lib.autograd.primitive(np.square)
        x = lib.tensor(x, requires_grad=True)
        before = square(x)
        with lib.no_grad():
            inside = square(x)
        after = square(x)
        return [[y.requires_grad, y.is_leaf] for y in (before, inside, after)], inside

    agree(program, normal(3), alone=alone)


def test_is_grad_enabled_tells_whether_recording_is_on(agree):
    def program(lib):
        told = [lib.is_grad_enabled()]
        with lib.no_grad():
            told.append(lib.is_grad_enabled())
            with lib.enable_grad():
                told.append(lib.is_grad_enabled())
            told.append(lib.is_grad_enabled())
        return told + [lib.is_grad_enabled()]

    def alone(lib):
        told = [lib.is_grad_enabled()]
        for enabled in (False, True, False, True):
            lib.m03_computation_graph.grad_mode(enabled).__enter__()
            told.append(lib.is_grad_enabled())
        return told

    agree(program, alone=alone)


def test_leaving_an_inner_no_grad_does_not_leave_the_outer_one(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        with lib.no_grad():
            with lib.no_grad():
                inner = x * x
            outer = x * x
        return [y.requires_grad for y in (inner, outer, x * x)]

    def alone(lib, x):
        x, mode = lib.tensor(x, requires_grad=True), lib.m03_computation_graph.grad_mode
        with mode(False):
            with mode(False):
                inner = x * x
            outer = x * x
        return [y.requires_grad for y in (inner, outer, x * x)]

    agree(program, normal(3), alone=alone)


def test_what_was_made_under_no_grad_is_a_constant_later(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        with lib.no_grad():
            c = x * x
        return [y.requires_grad for y in (c, c * c, c * x)], c * x

    agree(program, normal(3))


def test_a_note_keeps_the_value_when_the_tensor_gets_another(facts):
    def program(lib, x, new):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        x.data = lib.tensor(new)
        return y.grad_fn.values[0], x.detach()

    x, new = normal(3), normal(3)
    noted, current = facts(program, x, new)
    assert equal(noted, x), "y was computed from the old value of x: the note keeps that"
    assert equal(current, new), "x itself has the new value"


def test_an_exception_ends_the_block_and_goes_on_its_way(agree):
    def program(lib):
        class Forgiving:
            def __enter__(self):
                return self

            def __exit__(self, exception, *details):
                told.append(exception is ValueError)
                return exception is ValueError

        told = []
        with Forgiving(), lib.no_grad():
            told.append(lib.is_grad_enabled())
            raise ValueError("a bad batch")
        return told + [lib.is_grad_enabled()]

    agree(program)


@pytest.mark.edge_case
def test_a_primitive_keeps_its_name_and_its_docstring(facts):
    def program(lib, x):
        def cube(x):
            """The third power."""
            return x * x * x

        op = lib.autograd.primitive(cube)
        return op.__name__, op.__doc__, op(x), type(op(x)) is float

    name, doc, value, is_plain = facts(program, 2.0)
    assert name == "cube", "an op should have the name of its function; drawings will show it"
    assert doc == "The third power.", "an op should have the docstring of its function"
    assert value == 8.0 and is_plain, "the cube of 2.0 should be 8.0, a plain float"


@pytest.mark.edge_case
def test_a_primitive_passes_keywords_on(agree):
    def program(lib, x):
        total = lib.autograd.primitive(lambda x, axis, scale=1: scale * np.sum(x, axis))
        return total(lib.tensor(x), axis=1), total(lib.tensor(x), 0, scale=3), total(x, axis=0)

    def totals_in_torch(lib, x):
        t = lib.tensor(x)
        return t.sum(1), 3 * t.sum(0), x.sum(0)

    agree(program, normal(2, 3), reference=totals_in_torch)


@pytest.mark.edge_case
def test_a_tensor_need_not_be_the_first_argument(agree):
    def program(lib, x):
        minus = lib.autograd.primitive(np.subtract)
        return minus(1.5, lib.tensor(x)), minus(x, lib.tensor(2 * x))

    def minus_in_torch(lib, x):
        return 1.5 - lib.tensor(x), lib.tensor(x) - lib.tensor(2 * x)

    agree(program, normal(3), reference=minus_in_torch)


@pytest.mark.edge_case
def test_a_single_number_is_still_a_tensor(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        y = x * x
        return y, y * 2, y.shape, y.numel(), y.requires_grad

    agree(program, 1.75)


@pytest.mark.edge_case
def test_a_numpy_scalar_counts_as_a_python_number(agree):
    def program(lib, i, x):
        i, x = lib.tensor(i), lib.tensor(x)
        return i * np.float64(2.5), np.float64(2.5) * i, x * np.float32(0.5), i * np.int64(3)

    agree(program, integers(2, 9, 3), normal(2))


@pytest.mark.edge_case
def test_a_numpy_scalar_is_noted_as_a_python_number(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        notes = (x * np.float64(2.5)).grad_fn, (x * np.int64(3)).grad_fn
        return [[type(seen[1]).__name__ for seen in (note.args, note.values)] for note in notes]

    assert facts(program, normal(2)) == [["float", "float"], ["int", "int"]], (
        "np.float64(2.5) and np.int64(3) should stand in args and in values as 2.5 and 3"
    )


@pytest.mark.edge_case
def test_a_detached_result_is_a_leaf_and_cuts_the_graph(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        cut = (x * x).detach()
        onwards = cut * cut, cut * x
        return [[y.is_leaf, y.requires_grad] for y in (cut, *onwards)], onwards[0]

    agree(program, normal(3))


@pytest.mark.edge_case
def test_integers_carry_no_gradient(agree):
    def program(lib, x):
        place = lib.autograd.primitive(np.argmax)
        x = lib.tensor(x, requires_grad=True)
        i = place(x)
        return i, i.requires_grad, i.is_leaf, (x * i).requires_grad

    def argmax_in_torch(lib, x):
        x = lib.tensor(x, requires_grad=True)
        i = lib.argmax(x)
        return i, i.requires_grad, i.is_leaf, (x * i).requires_grad

    agree(program, np.array([0.5, -1.5, 0.25, 2.5]), reference=argmax_in_torch)


@pytest.mark.edge_case
def test_the_parents_of_a_difference_come_in_order_of_use(facts):
    def program(lib, x, y):
        x = lib.tensor(x, requires_grad=True)
        y = lib.tensor(y, requires_grad=True)
        return [[parent is x, parent is y] for parent in lib.autograd.parents(y - x)]

    assert facts(program, normal(3), normal(3)) == [[False, True], [True, False]], (
        "y - x was made from y and x, in this order"
    )


@pytest.mark.edge_case
def test_what_was_used_twice_is_listed_twice(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        return [[p is x for p in lib.autograd.parents(y)] for y in (x * x, x * x * x)]

    assert facts(program, normal(3)) == [[True, True], [False, True]], (
        "x * x has the parents x and x; x * x * x has x * x and x"
    )


@pytest.mark.edge_case
def test_parents_are_a_tuple_and_that_of_a_leaf_is_empty(facts):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        found = [lib.autograd.parents(y) for y in (x, x * 2)]
        return [[isinstance(each, tuple), len(each)] for each in found]

    assert facts(program, normal(3)) == [[True, 0], [True, 1]], (
        "parents(x) of a leaf should be (), and parents(x * 2) should be (x,): tuples"
    )


@pytest.mark.edge_case
def test_a_constant_stays_a_constant_in_what_was_made_before(facts):
    def program(lib, x, c):
        x = lib.tensor(x, requires_grad=True)
        c = lib.tensor(c)
        before = x * c
        c.requires_grad_()
        return [len(lib.autograd.parents(y)) for y in (before, x * c)]

    assert facts(program, normal(3), normal(3)) == [1, 2], (
        "c required no gradient when it was used first, so it is not a parent of that result, "
        "whatever is done to it later"
    )


@pytest.mark.edge_case
def test_a_note_keeps_values_without_copying_them(facts):
    def program(lib, x, c):
        x, c = lib.tensor(x, requires_grad=True), lib.tensor(c)
        values = (x * c).grad_fn.values
        note = (x * c).grad_fn
        arrays = [t.detach().numpy() for t in (x, c)]
        shared = [
            [np.shares_memory(kept, array) for array in arrays]
            for kept in (values[0], values[1], note.args[1])
        ]
        return values, shared, (x * 2.5).grad_fn.values[1], isinstance(note.values, tuple)

    x, c = normal(3), normal(3)
    values, shared, number, is_tuple = facts(program, x, c)
    assert all(type(v) is np.ndarray for v in values), "values should hold plain ndarrays"
    assert equal(values, [x, c]), "the values of x * c are those of x and c, in this order"
    first, *constants = shared
    assert first == [True, False], "values[0] should be x's own memory, not a copy of it"
    assert constants == [[False, True]] * 2, (
        "values[1] and args[1] should be c's own memory, not a copy of it"
    )
    assert is_tuple, "values should be a tuple"
    assert number == 2.5, "a number stands among the values as it is"


@pytest.mark.edge_case
def test_a_note_knows_its_version(facts):
    def program(lib, x, c):
        x, c = lib.tensor(x, requires_grad=True), lib.tensor(c)
        before = x * x
        for _ in range(3):
            c.zero_()
        return (x * x).grad_fn.version - before.grad_fn.version

    assert facts(program, normal(3), normal(2)) == 3, (
        "node.version should be what changes.now() says: there were 3 changes in between"
    )


@pytest.mark.edge_case
def test_a_result_is_of_the_class_of_the_first_tensor(facts):
    def program(lib, x):
        class Special(lib.Tensor):
            pass

        x, special = lib.tensor(x, requires_grad=True), Special.from_data(x)
        results = special * 2, 2 * special, special * x, x * special
        return [[type(y) is Special, y.grad_fn is None] for y in results]

    assert facts(program, normal(3)) == [[True, True], [True, True], [True, False], [False] * 2], (
        "the first tensor among the arguments decides of which class the result is; those that x "
        "was used for are recorded"
    )


@pytest.mark.edge_case
def test_a_class_may_name_another_interpreter(facts):
    def program(lib, x, y):
        class Spelled(lib.Tensor):
            def interpreter(op, function, args, params):
                return op is add, function is np.add, isinstance(args, tuple), args[1], params

        add = lib.autograd.primitive(np.add)
        return add(Spelled.from_data(x), y, dtype="float32"), add(x, y)

    x, y = normal(2), normal(2)
    spelled, plain = facts(program, x, y)
    assert isinstance(spelled, tuple), "the result is whatever the class's interpreter returns"
    is_op, is_function, is_tuple, second, params = spelled
    assert is_op, "the interpreter's first argument is the op, what primitive returned"
    assert is_function, "the interpreter's second argument is the function of ndarrays"
    assert is_tuple, "the interpreter gets the arguments in a tuple"
    assert equal(second, y), "the interpreter gets the arguments as given"
    assert params == {"dtype": "float32"}, "the interpreter gets the keyword arguments in a dict"
    assert equal(plain, x + y), "without a tensor no interpreter is asked"


@pytest.mark.edge_case
def test_leaving_enable_grad_does_not_switch_recording_off(agree):
    def program(lib, x):
        x = lib.tensor(x, requires_grad=True)
        with lib.enable_grad():
            with lib.no_grad():
                inner = x * x
            outer = x * x
        return [y.requires_grad for y in (inner, outer, x * x)]

    agree(program, normal(3))


@pytest.mark.edge_case
def test_nothing_changes_until_the_block_is_entered(agree):
    def program(lib):
        quiet = lib.no_grad()
        told = [lib.is_grad_enabled()]
        for _ in range(2):
            with quiet:
                told.append(lib.is_grad_enabled())
            told.append(lib.is_grad_enabled())
        return told

    agree(program)


@pytest.mark.edge_case
def test_each_thread_has_a_switch_of_its_own(facts):
    def program(lib):
        told, threads = [], lib.given.core.observers.threading  # a program can't import it
        with lib.no_grad():
            other = threads.Thread(target=lambda: told.append(lib.is_grad_enabled()))
            other.start()
            other.join()
            told.append(lib.is_grad_enabled())
        return told

    assert facts(program) == [True, False], (
        "while one thread is within `no_grad`, recording is on in another, and off in this one"
    )


@pytest.mark.edge_case
def test_recording_is_off_within_a_decorated_function(agree):
    def program(lib):
        @lib.no_grad()
        def inside():
            return lib.is_grad_enabled()

        @lib.enable_grad()
        def on_again():
            return lib.is_grad_enabled()

        told = [lib.is_grad_enabled(), inside(), lib.is_grad_enabled()]
        with lib.no_grad():
            told += [on_again(), lib.is_grad_enabled()]
        return told

    agree(program)


@pytest.mark.edge_case
def test_recording_goes_on_after_an_exception(agree):
    def program(lib, x):
        class Forgiving:
            def __enter__(self):
                return self

            def __exit__(self, exception, *details):
                return exception is ValueError

        x = lib.tensor(x, requires_grad=True)
        inside = []
        with Forgiving(), lib.no_grad():
            inside.append(x * x)
            raise ValueError("a bad batch")
        return [inside[0].requires_grad, (x * x).requires_grad, lib.is_grad_enabled()]

    agree(program, normal(3))


@pytest.mark.edge_case
def test_no_grad_lets_exceptions_out(agree):
    def program(lib, x, divisor):
        with lib.no_grad():
            return lib.tensor(x) * (6 // divisor)

    agree(program, normal(3), 2)
    agree(program, normal(3), 0, raises=ZeroDivisionError)


@pytest.mark.edge_case
def test_no_grad_decorates_a_function(agree):
    def program(lib, x):
        @lib.no_grad()
        def predict(x, power=2):
            return x**power

        x = lib.tensor(x, requires_grad=True)
        results = predict(x), predict(x, power=3)
        return [y.requires_grad for y in results], (x * x).requires_grad, results

    agree(program, normal(3))


@pytest.mark.edge_case
def test_no_grad_decorates_without_parentheses_too(agree):
    def program(lib, x):
        @lib.no_grad
        def predict(x):
            return x * x

        @lib.enable_grad
        def learn(x):
            return x * x

        x = lib.tensor(x, requires_grad=True)
        with lib.no_grad():
            learned = learn(x)
        return [y.requires_grad for y in (predict(x), learned)], predict.__name__, predict(x)

    agree(program, normal(3))


@pytest.mark.edge_case
def test_a_decorated_function_may_call_itself(agree):
    def program(lib, x):
        @lib.no_grad()
        def power(x, n):
            return x if n == 1 else x * power(x, n - 1)

        x = lib.tensor(x, requires_grad=True)
        return power(x, 4), power(x, 4).requires_grad, (x * x).requires_grad

    agree(program, normal(3))


@pytest.mark.edge_case
def test_a_leaf_made_under_no_grad_may_require_a_gradient(agree):
    def program(lib, x):
        with lib.no_grad():
            w = lib.tensor(x, requires_grad=True)
            inside = w * w
        return [y.requires_grad for y in (w, inside, w * w)], [w.is_leaf, (w * w).is_leaf]

    agree(program, normal(3))
