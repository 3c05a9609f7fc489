"""m06 visualizer: what is drawn and what points at what; how it looks is everybody's own."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest

from grader.suite.dot import Drawing, read
from grader.suite.forms import equal


def check_arrows(drawing: Drawing, expected: Iterable[tuple[str, str]], said: str) -> None:
    """Assert that the arrows are these, from one node's id to another's; name one that is wrong."""
    right = Counter(expected)
    trouble = [
        *(f"the arrow from {_shown(drawing, a)} is missing" for a in right - drawing.arrows),
        *(f"an arrow too many goes from {_shown(drawing, a)}" for a in drawing.arrows - right),
    ]
    assert not trouble, drawing.why(f"{trouble[0]}: {said}")


def _shown(drawing: Drawing, arrow: tuple[str, str]) -> str:
    start, end = (" ".join(drawing.labels[node].split()) for node in arrow)
    return f'"{start}" to "{end}"'


@pytest.mark.public
def test_a_product_is_drawn_as_three_arrays_around_an_op(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0, 3.0], requires_grad=True)
        y = lib.tensor([[4.0], [5.0]], requires_grad=True)
        return lib.autograd.make_dot(x * y).source

    drawing = read(facts(program))
    assert drawing.ops == ["mul"], drawing.why("there should be one node for the op, labelled mul")
    assert len(drawing.arrays) == 3, drawing.why(
        "there should be one node for each array: x, y and x * y"
    )
    x, y, z = drawing.the("(3,)"), drawing.the("(2, 1)"), drawing.the("(2, 3)")
    mul = drawing.the("mul")
    arrows = [(x, mul), (y, mul), (mul, z)]
    check_arrows(drawing, arrows, "x and y go into mul, and mul leads to x * y")


@pytest.mark.public
def test_x_times_x_has_two_arrows(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0, 3.0], requires_grad=True)
        return lib.autograd.make_dot((x * x).sum(), {"x": x}).source

    def alone(lib):
        x = lib.tensor([1.0, 2.0, 3.0], requires_grad=True)
        order = lib.autograd.toposort((x * x).sum(), lib.autograd.parents)
        number = lib.m06_visualizer.number(order)
        dot = lib.m06_visualizer.Digraph()
        for array in order:
            name = "x " if array is x else ""
            dot.node("array" + number[id(array)], name + str(array.dtype))
            if array.node is not None:
                dot.node("op" + number[id(array)], array.node.op.__name__)
        lib.m06_visualizer.draw_arrows(dot, order, {id(array) for array in order})
        return dot.source

    drawing = read(facts(program, alone=alone))
    x, mul = drawing.the("x"), drawing.the("mul")
    assert drawing.arrows[x, mul] == 2, drawing.why(
        "x was used twice, so two arrows go from x into mul"
    )
    assert len(drawing.arrays) == 3, drawing.why(
        "x should still be one node, however often it is used"
    )


@pytest.mark.public
def test_a_label_tells_name_shape_and_dtype(facts):
    def program(lib):
        w = lib.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
        x = lib.tensor([4.0, 5.0], dtype=lib.float64, requires_grad=True)
        return lib.autograd.make_dot(w.T * x, {"w": w}).source

    def alone(lib):
        w = lib.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
        x = lib.tensor([4.0, 5.0], dtype=lib.float64, requires_grad=True)
        dot = lib.m06_visualizer.Digraph()
        dot.node("array0", lib.m06_visualizer.describe(w, "w"))
        dot.node("array1", lib.m06_visualizer.describe(w.T * x))
        dot.node("array2", lib.m06_visualizer.describe(x))
        return dot.source

    drawing = read(facts(program, alone=alone))
    drawing.the("w", "(1, 3)", "float32")
    for node in (drawing.the("(2,)", "float64"), drawing.the("(3, 2)", "float64")):
        label = " ".join(drawing.labels[node].split())
        assert "None" not in label, f"an array without a name has none in its label, not {label}"


def test_arrows_run_the_way_the_numbers_flow(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0, 3.0], requires_grad=True)
        y = x.exp()
        z = y.sum()
        return lib.autograd.make_dot(z, {"x": x, "y": y, "z": z}).source

    drawing = read(facts(program))
    path = [drawing.the(word) for word in ("x", "exp", "y", "sum", "z")]
    check_arrows(drawing, pairwise(path), "arrows lead from x by exp to y, and by sum to z")


def test_every_op_has_its_own_node_and_name(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        w = lib.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        y = (x @ w - 1).tanh() / x
        return lib.autograd.make_dot(y.mean()).source

    def alone(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        w = lib.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
        y = (x @ w - 1).tanh() / x
        order = lib.autograd.toposort(y.mean(), lib.autograd.parents)
        dot = lib.m06_visualizer.Digraph()
        lib.m06_visualizer.draw_nodes(dot, order, {}, {id(array) for array in order})
        return dot.source

    drawing = read(facts(program, alone=alone))
    assert drawing.ops == ["div", "matmul", "mean", "sub", "tanh"], drawing.why(
        "each op should be there by its name"
    )


def test_two_ops_of_one_kind_stay_apart(facts):
    def program(lib):
        x = lib.tensor([0.5, 0.25], requires_grad=True)
        return lib.autograd.make_dot(x.exp().exp().exp()).source

    drawing = read(facts(program))
    assert drawing.ops == ["exp"] * 3, drawing.why("exp was called three times: three nodes")
    assert drawing.arrows.total() == 6, drawing.why("each exp should have one arrow in and one out")


def test_arrays_that_look_the_same_stay_apart(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        y = lib.tensor([1.0, 2.0], requires_grad=True)
        return lib.autograd.make_dot(x + y).source

    def alone(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        y = lib.tensor([1.0, 2.0], requires_grad=True)
        arrays = [x, y, x + y]
        number = lib.m06_visualizer.number(arrays)
        dot = lib.m06_visualizer.Digraph()
        for array in arrays:
            dot.node("array" + number[id(array)], str(array.dtype))
        a, b, c = [number[id(array)] for array in arrays]
        dot.edge("array" + a, "op" + c)
        dot.edge("array" + b, "op" + c)
        dot.edge("op" + c, "array" + c)
        return dot.source

    drawing = read(facts(program, alone=alone))
    assert len(drawing.arrays) == 3, drawing.why(
        "x, y and x + y are three arrays, though they look alike"
    )
    assert set(drawing.arrows.values()) == {1}, drawing.why(
        "each of the three should have one arrow"
    )


def test_an_array_that_two_ops_use_is_drawn_once(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        y = x.exp()
        return lib.autograd.make_dot(y.tanh() * y.sqrt(), {"y": y}).source

    drawing = read(facts(program))
    y = drawing.the("y")
    users = {drawing.labels[b] for a, b in drawing.arrows if a == y}
    assert users == {"tanh", "sqrt"}, "arrows should go from the one y into both of its users"
    assert drawing.ops == ["exp", "mul", "sqrt", "tanh"], drawing.why("exp made y once: one node")
    assert len(drawing.arrays) == 5, drawing.why("five arrays were made: five nodes")


def test_constants_are_not_drawn(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0, 3.0], requires_grad=True)
        c = lib.tensor([[4.0], [5.0]])
        return lib.autograd.make_dot(2 * x + c, {"x": x, "c": c}).source

    drawing = read(facts(program))
    assert len(drawing.arrays) == 3, drawing.why(
        "no gradient flows to 2 or to c, so neither is drawn"
    )
    assert drawing.arrows[drawing.the("x"), drawing.the("mul")] == 1, drawing.why(
        "x goes into mul once"
    )
    assert drawing.arrows.total() == 4, drawing.why("an arrow into each op, and one out of it")


def test_results_can_have_names_too(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0, 3.0], requires_grad=True)
        hidden = x.tanh()
        loss = hidden.sum()
        return lib.autograd.make_dot(loss, {"hidden": hidden, "loss": loss}).source

    drawing = read(facts(program))
    tanh, total = drawing.the("tanh"), drawing.the("sum")
    assert drawing.arrows[tanh, drawing.the("hidden", "(3,)")] == 1, drawing.why("tanh made hidden")
    assert drawing.arrows[total, drawing.the("loss", "()")] == 1, drawing.why("sum made the loss")


def test_up_to_99_arrays_every_one_is_drawn(facts):
    def program(lib):
        y = lib.tensor([1.0, 2.0], requires_grad=True)
        for _ in range(98):
            y = -y
        return lib.autograd.make_dot(y).source

    def alone(lib):
        order = [lib.tensor([1.0, 2.0], requires_grad=True)]
        for _ in range(98):
            order.append(-order[-1])
        boxes = lib.m06_visualizer.with_box(order, {})
        dot = lib.m06_visualizer.Digraph()
        for i, array in enumerate(order):
            if id(array) in boxes:
                dot.node(f"array{i}", str(array.dtype))
            if array.node is not None:
                dot.node(f"op{i}", "neg")
        return dot.source

    drawing = read(facts(program, alone=alone))
    assert len(drawing.arrays) == 99, drawing.why(
        "99 arrays are not yet a large graph: draw them all"
    )
    assert drawing.ops == ["neg"] * 98, drawing.why("every op is drawn")


def test_from_100_arrays_on_only_leaves_and_root_are_drawn(facts):
    def program(lib):
        x = y = lib.tensor([1.0, 2.0], requires_grad=True)
        for _ in range(99):
            y = -y
        return lib.autograd.make_dot(y, {"x": x}).source

    drawing = read(facts(program))
    assert drawing.ops == ["neg"] * 99, drawing.why("every op is drawn, also in a large graph")
    assert len(drawing.arrays) == 2, drawing.why(
        "of 100 arrays, only the leaf and the root should be drawn"
    )
    assert drawing.arrows.total() == 100, drawing.why(
        "x, 99 ops and the root: one arrow between neighbours"
    )
    (root,) = set(drawing.arrays) - {drawing.the("x")}
    assert [b for _, b in drawing.arrows].count(root) == 1, "the last op points to the root"


def test_of_100_arrays_leaf_root_and_one_with_a_name_have_boxes(facts):
    def program(lib):
        y = middle = lib.tensor([1.0, 2.0], requires_grad=True)
        for i in range(99):
            y = -y
            middle = y if i == 50 else middle
        return lib.autograd.make_dot(y, {"middle": middle}).source

    def alone(lib):
        order = [lib.tensor([1.0, 2.0], requires_grad=True)]
        for _ in range(99):
            order.append(-order[-1])
        names = {id(order[51]): "middle"}
        boxes = lib.m06_visualizer.with_box(order, names)
        dot = lib.m06_visualizer.Digraph()
        for i, array in enumerate(order):
            if id(array) in boxes:
                dot.node(f"array{i}", str(array.dtype) + " " + names.get(id(array), ""))
        return dot.source

    drawing = read(facts(program, alone=alone))
    drawing.the("middle", "float32")
    assert len(drawing.arrays) == 3, drawing.why("the leaf, the one with a name, and the root")


def test_in_a_large_graph_ops_point_at_ops(facts):
    def program(lib):
        y = lib.tensor([1.0, 2.0], requires_grad=True)
        for _ in range(120):
            y = -y
        return lib.autograd.make_dot((y * y).tanh()).source

    drawing = read(facts(program))
    mul, tanh = drawing.the("mul"), drawing.the("tanh")
    into = {drawing.labels[a]: times for (a, b), times in drawing.arrows.items() if b == mul}
    assert into == {"neg": 2}, "the last neg points at the mul that used its result, twice"
    assert drawing.arrows[mul, tanh] == 1, drawing.why(
        "mul points at the tanh that used its result"
    )


def test_a_large_graph_keeps_its_leaves_and_named_arrays(facts):
    def program(lib):
        leaves = [lib.tensor([1.0, 2.0], requires_grad=True) for _ in range(60)]
        y = middle = leaves[0]
        for i in range(1, 60):
            y = y + leaves[i]
            middle = y if i == 30 else middle
        return lib.autograd.make_dot(y, {"middle": middle}).source

    drawing = read(facts(program))
    assert len(drawing.arrays) == 62, drawing.why("60 leaves, one array with a name, and the root")
    middle = drawing.the("middle")
    into = [drawing.labels[a] for a, b in drawing.arrows if b == middle]
    out = [drawing.labels[b] for a, b in drawing.arrows if a == middle]
    assert into == out == ["add"], "the named array stands between the add before and after it"


@pytest.mark.edge_case
def test_the_name_stands_in_the_label_of_whoever_is_given_one(facts):
    def program(lib):
        w = lib.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
        m = lib.m06_visualizer
        if hasattr(m, "describe"):  # or this learner draws by another design
            label = m.describe(w, "weights")
        else:
            label = lib.autograd.make_dot(w, {"weights": w}).source
        return [word for word in ("float32", "float64", "weights") if word in label]

    assert equal(facts(program), ["float32", "weights"]), (
        '`describe(w, "weights")` should hold the name, and the dtype float32'
    )


@pytest.mark.edge_case
def test_many_paths_make_no_more_nodes(facts):
    def program(lib):
        y = lib.tensor([1.0, 2.0], requires_grad=True)
        for _ in range(8):
            y = y + y
        return lib.autograd.make_dot(y).source

    drawing = read(facts(program))
    assert len(drawing.arrays) == 9, drawing.why(
        "nine arrays, each drawn once, though 256 paths lead through"
    )
    assert drawing.ops == ["add"] * 8, drawing.why("eight additions, each drawn once")
    assert drawing.arrows.total() == 24, drawing.why(
        "two arrows into each addition, and one out of it"
    )


@pytest.mark.edge_case
def test_nothing_behind_a_detached_array_is_drawn(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        y = lib.tensor([3.0, 4.0], requires_grad=True)
        return lib.autograd.make_dot(x.exp().detach() * y.tanh()).source

    drawing = read(facts(program))
    assert drawing.ops == ["mul", "tanh"], drawing.why(
        "no gradient flows through detach(), so exp is not drawn"
    )
    assert len(drawing.arrays) == 3, drawing.why("y, tanh of y and the product: three arrays")


@pytest.mark.edge_case
def test_only_what_leads_to_the_root_is_drawn(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        y = x.exp()
        z = y.tanh()
        return lib.autograd.make_dot(y, {"x": x, "z": z}).source

    drawing = read(facts(program))
    assert drawing.ops == ["exp"], drawing.why(
        "tanh was computed from the root, not the other way round"
    )
    assert len(drawing.arrays) == 2, drawing.why("x and its exp: two arrays")


@pytest.mark.edge_case
def test_a_leaf_is_drawn_by_itself(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        return lib.autograd.make_dot(x, {"x": x}).source

    def alone(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        dot = lib.m06_visualizer.Digraph()
        lib.m06_visualizer.draw_nodes(dot, [x], {id(x): "x"}, {id(x)})
        return dot.source

    drawing = read(facts(program, alone=alone))
    drawing.the("x", "(2,)")
    assert len(drawing.labels) == 1, "a leaf was made by no op: a single node"
    assert not drawing.arrows, "a leaf was made by no op: no arrows"


@pytest.mark.edge_case
def test_an_op_made_of_a_lambda_is_not_taken_for_html(facts):
    def program(lib):
        double = lib.autograd.primitive(lambda x: 2 * x)
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        return lib.autograd.make_dot(double(x)).source

    source = facts(program)
    assert "=<" not in source.replace(" ", ""), "a label like <lambda> is not HTML: escape it"
    drawing = read(source)
    assert len(drawing.ops) == 1, drawing.why("the op is drawn, whatever its name")
    assert drawing.arrows.total() == 2, drawing.why("one arrow into the op, and one out of it")


@pytest.mark.edge_case
def test_a_name_may_be_anything(facts):
    def program(lib, name):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        return lib.autograd.make_dot(x.exp(), {name: x}).source

    for name in (r"\nu", r"\lambda", 'the "x"', "a -> b", "{a|b}", "<b>", "W[1]", "node", "a;b"):
        drawing = read(facts(program, name))
        assert len(drawing.labels) == 3, f"a name like {name} should not change the drawing"
        written = [label for label in drawing.labels.values() if name in label]
        assert len(written) == 1, f"the name {name} should be shown as it is"
        assert written[0].count("\\") == name.count("\\"), (
            f"the name {name} should be shown as it is, with no backslash more: escape it once"
        )


@pytest.mark.edge_case
def test_a_name_does_not_collide_with_anything(facts):
    def program(lib):
        x, y, z, u = [lib.tensor([1.0, 2.0], requires_grad=True) for _ in range(4)]
        names = {"mul": x, "exp": y, "0": z, "(2,)": u}
        return lib.autograd.make_dot((x * y).exp() + z * u, names).source

    drawing = read(facts(program))
    assert drawing.ops == ["add", "exp", "mul", "mul"], drawing.why(
        "an op and an array of one name are two"
    )
    assert len(drawing.arrays) == 8, drawing.why("four named arrays and four results")


@pytest.mark.edge_case
def test_drawing_twice_gives_the_same(facts):
    def program(lib):
        x = lib.tensor([1.0, 2.0], requires_grad=True)
        y = (x.exp() * x).sum()
        return [lib.autograd.make_dot(y, {"x": x}).source for _ in range(2)]

    first, second = map(read, facts(program))
    assert first.ops == ["exp", "mul", "sum"], "each op should be there by its name"
    assert sorted(first.labels.values()) == sorted(second.labels.values()), (
        "a second drawing of the same graph should be like the first"
    )
    assert first.arrows.total() == second.arrows.total() == 7, (
        "a second drawing should have the same arrows as the first"
    )


@pytest.mark.edge_case
def test_a_graph_may_be_thousands_deep(facts):
    def program(lib):
        y = lib.tensor([1.0, 2.0], requires_grad=True)
        for _ in range(3000):
            y = -y
        return lib.autograd.make_dot(y).source

    drawing = read(facts(program))
    assert len(drawing.ops) == 3000, drawing.why("every op is drawn, however deep the graph")
    assert drawing.arrows.total() == 3001, drawing.why("one arrow between neighbours")


@pytest.mark.edge_case
def test_the_boxes_are_a_set_of_ids(facts):
    def program(lib, count):
        order = [lib.tensor([1.0, 2.0], requires_grad=True)]
        for _ in range(count - 1):
            order.append(-order[-1])
        if not hasattr(lib.m06_visualizer, "with_box"):  # this learner draws by another design
            return lib.autograd.make_dot(order[-1]).source.count("float32")
        boxes = lib.m06_visualizer.with_box(order, {})
        place = {id(array): i for i, array in enumerate(order)}
        return isinstance(boxes, set | frozenset), sorted(place.get(each, -1) for each in boxes)

    for count, places in (3, [0, 1, 2]), (120, [0, 119]):
        found = facts(program, count)
        assert equal(found, (True, places)) or equal(found, len(places)), (
            "`with_box` should return a set, in which `id(array) in boxes` is found at once; and "
            f"of {count} arrays in a row, those of the numbers {places} have a box"
        )
