"""m01 scalars: numbers that know their gradients, against torch's scalars."""

import pytest

from grader.asking.inputs import normal, uniform
from grader.asking.program import Program
from grader.suite.forms import are_numbers


def torch_scalars(torch):
    """What torch offers in place of `scalars`: float64 scalars, whose `grad` starts at 0.0."""

    class Value:
        def __init__(self, data):
            made = isinstance(data, torch.Tensor)
            number = data if made else torch.tensor(float(data), dtype=torch.float64)
            self.tensor = number if made else number.requires_grad_()
            self.tensor.retain_grad()

        @property
        def data(self):
            return self.tensor.item()

        @property
        def grad(self):
            return 0.0 if self.tensor.grad is None else self.tensor.grad.item()

        def backward(self):
            self.tensor.backward(retain_graph=True)

        def hand_on(self, g):
            self.tensor.backward(torch.tensor(g, dtype=torch.float64), retain_graph=True)

    def lifted(name):
        def method(self, *others):
            others = [other.tensor if isinstance(other, Value) else other for other in others]
            return Value(getattr(self.tensor, name)(*others))

        return method

    operators = ("add", "radd", "mul", "rmul", "sub", "rsub", "truediv", "rtruediv", "pow", "neg")
    for name in (*(f"__{operator}__" for operator in operators), "exp", "tanh", "relu", "sin"):
        setattr(Value, name, lifted(name))

    def descend(loss, parameters, lr):
        optimizer = torch.optim.SGD([parameter.tensor for parameter in parameters], lr)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    class Library:
        class scalars:
            pass

    Library.scalars.Value, Library.scalars.descend = Value, descend
    return Library


def on_torch(program):
    """The same program, with torch's scalars."""
    stand_in, found = Program.of(torch_scalars), Program.of(program)
    call = f"return {found.name}(torch_scalars(torch), *inputs)"
    parts = (stand_in.source, found.source, f"def on_torch(torch, *inputs):\n    {call}\n")
    return Program("\n\n".join(parts), "on_torch")


def two():
    """Two numbers that are not near 0, of either sign."""
    return [float(number) for number in uniform(0.5, 2.0, 2) * [1, -1]]


@pytest.mark.public
def test_a_sum_hands_its_gradient_on_to_both(agree):
    def program(lib, x, y, g):
        x, y = lib.scalars.Value(x), lib.scalars.Value(y)
        total = x + y
        total.hand_on(g)
        return total.data, x.grad, y.grad

    agree(program, *two(), 2.5, reference=on_torch(program))


@pytest.mark.public
def test_a_product_hands_on_to_each_what_the_other_is_worth(agree):
    def program(lib, x, y, g):
        x, y = lib.scalars.Value(x), lib.scalars.Value(y)
        product = x * y
        product.hand_on(g)
        return product.data, x.grad, y.grad

    agree(program, *two(), 2.5, reference=on_torch(program))


def test_a_power_has_the_slope_that_school_teaches(agree):
    def program(lib, number, exponents, g):
        answers = []
        for exponent in exponents:
            x = lib.scalars.Value(number)
            y = x**exponent
            y.hand_on(g)
            answers += [y.data, x.grad]
        return answers

    agree(program, two()[0], [3, 2, -1, 0.5], 2.5, reference=on_torch(program))


def test_exp_is_its_own_slope(agree):
    def program(lib, numbers, g):
        values = [lib.scalars.Value(number) for number in numbers]
        results = [x.exp() for x in values]
        for y in results:
            y.hand_on(g)
        return [y.data for y in results], [x.grad for x in values]

    agree(program, two(), 2.5, reference=on_torch(program))


def test_the_slope_of_tanh_is_less_the_further_from_0(agree):
    def program(lib, numbers, g):
        values = [lib.scalars.Value(number) for number in numbers]
        results = [x.tanh() for x in values]
        for y in results:
            y.hand_on(g)
        return [y.data for y in results], [x.grad for x in values]

    agree(program, [*two(), 3.5], 2.5, reference=on_torch(program))


def test_relu_lets_through_what_is_above_0_and_its_gradient(agree):
    def program(lib, numbers, g):
        values = [lib.scalars.Value(number) for number in numbers]
        results = [x.relu() for x in values]
        for y in results:
            y.hand_on(g)
        return [y.data for y in results], [x.grad for x in values]

    agree(program, two(), -2.5, reference=on_torch(program))


def test_the_history_has_parents_first_and_everybody_once(facts):
    def program(lib, x, y):
        x, y = lib.scalars.Value(x), lib.scalars.Value(y)
        p = lib.scalars.Value(2, (x, y))
        q = lib.scalars.Value(3, (p, x))
        r = lib.scalars.Value(4, (p, q))
        unused = lib.scalars.Value(5, (r, q))
        return [[x, y, p, q, r, unused].index(value) for value in r.history()]

    found = facts(program, *two())
    assert are_numbers(found), "the answer should be a list of values"
    assert sorted(found) == [0, 1, 2, 3, 4], (
        "`history` should have each value that r was made from, and r itself, once"
    )
    place = {value: i for i, value in enumerate(found)}
    made = [(0, 2), (1, 2), (2, 3), (0, 3), (2, 4), (3, 4)]
    late = [pair for pair in made if place[pair[0]] > place[pair[1]]]
    assert late == [], "a value stands before one of its parents"


@pytest.mark.public
def test_the_chain_rule_multiplies_the_slopes_of_all_steps(agree):
    def three_steps(lib, x):
        x = lib.scalars.Value(x)
        y = (x**2).relu().tanh()
        y.backward()
        return y.data, x.grad

    def program(lib, x, y):
        x, y = lib.scalars.Value(x), lib.scalars.Value(y)
        z = ((x * y).tanh() * 0.5).exp() ** 3
        z.backward()
        return z.data, x.grad, y.grad

    agree(three_steps, two()[0], reference=on_torch(three_steps))
    agree(program, *two(), reference=on_torch(program))
    agree(program, *two(), reference=on_torch(program))


@pytest.mark.public
def test_a_value_used_twice_collects_both_shares(agree):
    def program(lib, x):
        x = lib.scalars.Value(x)
        y = x * x + (x + x)
        y.backward()
        return y.data, x.grad

    agree(program, two()[0], reference=on_torch(program))


def test_nothing_is_handed_on_before_its_gradient_is_complete(agree):
    def program(lib, x):
        x = lib.scalars.Value(x)
        a = x * 3
        b = a * a
        c = a + b.tanh()
        d = c * a * b
        d.backward()
        return d.data, [value.grad for value in (x, a, b, c)]

    agree(program, two()[0] / 4, reference=on_torch(program))


def test_every_step_in_between_has_its_gradient(agree):
    def program(lib, x):
        x = lib.scalars.Value(x)
        y = x.sin()
        z = y.sin()
        before = [value.grad for value in (x, y, z)]
        z.backward()
        return before, [float(value.grad) for value in (x, y, z)]  # z's may be 1

    agree(program, two()[0], reference=on_torch(program))


@pytest.mark.public
def test_a_step_of_descent_goes_against_the_gradient(agree):
    def program(lib, w, b, lr):
        w, b = lib.scalars.Value(w), lib.scalars.Value(b)
        loss = lib.scalars.Value(0)
        loss.backward = lambda: [w.sin().hand_on(2.5), b.sin().hand_on(-1.5)]
        lib.scalars.descend(loss, [w, b], lr)
        return w.data, b.data

    agree(program, *two(), 0.05, reference=on_torch(program))


def test_each_step_of_descent_starts_anew(agree):
    def program(lib, w, b, steps):
        w, b = lib.scalars.Value(w), lib.scalars.Value(b)
        losses = []
        for _ in range(steps):
            loss = (w * 3 + b - 1) ** 2
            lib.scalars.descend(loss, [w, b], 0.02)
            losses.append(loss.data)
        return losses, w.data, b.data

    agree(program, *two(), 4, reference=on_torch(program))


def test_a_network_learns_xor_as_torch_does(agree):
    def program(lib, weights, steps):
        weights = [lib.scalars.Value(weight) for weight in weights]
        losses = []
        for _ in range(steps):
            total = lib.scalars.Value(0)
            for x, y, target in [(0, 0, -1), (0, 1, 1), (1, 0, 1), (1, 1, -1)]:
                output = weights[-1]
                for i in range(3):
                    a, b, c, out = weights[4 * i : 4 * i + 4]
                    output = output + (a * x + b * y + c).tanh() * out
                total = total + (output.tanh() - target) ** 2
            lib.scalars.descend(total / 4, weights, 0.5)
            losses.append(total.data)
        return losses, [weight.data for weight in weights]

    agree(program, normal(13).tolist(), 12, reference=on_torch(program))


def test_a_step_of_descent_forgets_what_was_there_before(agree):
    def program(lib, w, unused, lr):
        w, unused = lib.scalars.Value(w), lib.scalars.Value(unused)
        (w * 5 + unused).backward()
        lib.scalars.descend(w * w, [w, unused], lr)
        return w.data, w.grad, unused.data

    agree(program, *two(), 0.1, reference=on_torch(program))


@pytest.mark.edge_case
def test_plain_numbers_may_stand_on_either_side(agree):
    def program(lib, x, y):
        x, y = lib.scalars.Value(x), lib.scalars.Value(y)
        z = 2 - x + 3 * (y - 1) * (1 + x) / 4 - 5 / (-y)
        z.backward()
        return z.data, x.grad, y.grad

    agree(program, *two(), reference=on_torch(program))


@pytest.mark.edge_case
def test_numbers_are_floats_whatever_they_were_made_of(agree):
    def program(lib, n):
        found = []
        for i in range(4):
            x = lib.scalars.Value(n)
            y = [x * 2, x + 1, x**2, x.relu()][i]
            y.backward()
            found.append((y.data, x.grad))
        return found

    agree(program, 3, reference=on_torch(program))


@pytest.mark.edge_case
def test_relu_at_0_has_the_slope_0(agree):
    def program(lib, x):
        x, y = lib.scalars.Value(x - x), lib.scalars.Value(x)
        z = x.relu() + y.relu() * 2
        z.backward()
        return z.data, x.grad, y.grad

    agree(program, two()[0], reference=on_torch(program))


@pytest.mark.edge_case
def test_a_value_added_to_itself(agree):
    def program(lib, x):
        x = lib.scalars.Value(x)
        y = (x + x) * (x * x)
        y.backward()
        return y.data, x.grad

    agree(program, two()[0], reference=on_torch(program))


@pytest.mark.edge_case
def test_a_second_graph_adds_to_the_gradient_that_is_there(agree):
    def program(lib, x):
        x = lib.scalars.Value(x)
        (x * 3).backward()
        first = x.grad
        (x * x).backward()
        return first, x.grad

    agree(program, two()[0], reference=on_torch(program))


@pytest.mark.edge_case
def test_a_second_walk_starts_with_1_again(agree):
    def program(lib, x):
        x = lib.scalars.Value(x)
        y = x * x
        y.backward()
        first = x.grad
        y.backward()
        return first, x.grad

    agree(program, two()[0], reference=on_torch(program))


@pytest.mark.edge_case
def test_each_value_has_its_turn_once_however_many_paths_lead_to_it(agree):
    def program(lib, x, doublings):
        x = lib.scalars.Value(x)
        y = x
        for _ in range(doublings):
            y = y + y
        y.backward()
        return y.data, x.grad

    agree(program, two()[0], 40, reference=on_torch(program))


@pytest.mark.edge_case
def test_a_loss_may_be_a_sum_of_a_few_hundred(agree):
    def program(lib, numbers):
        w, total = lib.scalars.Value(numbers[0]), lib.scalars.Value(0)
        for number in numbers:
            total = total + w * number
        total.backward()
        return total.data, w.grad

    agree(program, normal(300).tolist(), reference=on_torch(program))


@pytest.mark.edge_case
def test_nobody_else_is_changed(agree):
    def program(lib, x, y):
        x, y = lib.scalars.Value(x), lib.scalars.Value(y)
        product, other = x * y, y.exp()
        lib.scalars.descend(product, [x], 0.1)
        return x.data, y.data, product.data, other.data, other.grad

    agree(program, *two(), reference=on_torch(program))
