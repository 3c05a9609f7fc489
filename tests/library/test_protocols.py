"""What Python and NumPy ask of tensors, shapes, dtypes, modules and graphs: torch's answers."""

from __future__ import annotations

import copy
import operator
import pickle
import sys
import warnings
from typing import Any

import numpy as np
import pytest
import torch

NAMES = {"np": np, "operator": operator, "copy": copy, "pickle": pickle, "isinstance": isinstance}
# `x` is a vector of floats, `w` one that requires a gradient, `n` of ints, `b` of bools, `a` an
# ndarray and `S` a Size.
ASKED = """
    2 in n | 9 in n | 2.0 in x | "a" in x | None in x | [1] in n | lib.tensor(2) in n
    lib.ones(3) in n | lib.ones(2) in n | 2 in lib.tensor(2) | True in b | float("nan") in x
    np.float32(2) in x | +x | +n | +b | +w | n << 1 | n >> 1 | 1 << n | 1 >> n | x << 1 | x >> 1
    n << n | b << 1 | b << b | n << 1.5 | n << -1 | n << 64 | n >> 64 | n >> -1 | n.__ilshift__(1)
    n.__irshift__(1) | ~x | ~n | -b | n.to(lib.uint8) << 9 | n.to(lib.int8) << 7
    operator.index(n[0]) | lib.bitwise_left_shift(n, 1) | n.bitwise_right_shift(1) | S | str(S)
    S.numel() | S + (4,) | (4,) + S | S * 2 | 2 * S | S + S | S[0] | S[:1] | S[::-1] | S + [1]
    S == (2, 3) | hash(S) == hash((2, 3)) | lib.Size() | lib.Size([1.5]) | lib.Size(3)
    lib.Size("ab") | lib.Size([n[0], 2]) | isinstance(S, tuple) | isinstance(x.shape, lib.Size)
    x.size() | x.size(0) | f"{S}" | sorted(S) | list(S) | [*S] | lib.zeros(2, 3)[0].shape
    x.unsqueeze(0).shape | x.T.size() | lib.broadcast_shapes((1, 2), (3, 1))
    lib.broadcast_shapes((2,), (3,)) | x.new_zeros(S).shape | pickle.loads(pickle.dumps(S))
    copy.deepcopy(S) | x.sum().shape | S.count(2) | S.index(3) | lib.ones(S) | lib.float32
    str(lib.bool) | f"{x.dtype}" | lib.float64.is_floating_point | lib.int64.is_complex
    lib.uint8.is_signed | lib.int8.is_signed | lib.float16.itemsize | x.dtype == lib.float32
    x.dtype != n.dtype | isinstance(x.dtype, lib.dtype) | isinstance(lib.long, lib.dtype)
    lib.dtype() | lib.dtype("float32") | pickle.loads(pickle.dumps(lib.float32)) is lib.float32
    copy.deepcopy(lib.int8) is lib.int8 | {lib.float32: 1}[x.dtype] | lib.float32 is lib.float
    x.dtype is lib.float32 | x.double().dtype | lib.float32 < lib.int8
    lib.get_default_dtype() | lib.half | x.to(float) | x.to(int) | x.to(bool)
    lib.zeros(2, dtype=int) | lib.tensor(1.0, dtype=float) | lib.float32 == "float32"
    lib.promote_types(lib.int32, lib.float16) | lib.promote_types(lib.int32, 3)
    lib.set_default_dtype(float) | lib.finfo(lib.float32) | lib.finfo(lib.float16).eps
    lib.finfo().max | lib.finfo(lib.int8) | lib.finfo(x) | lib.iinfo(lib.int8).max
    lib.iinfo(lib.uint8) | lib.iinfo(lib.float32) | lib.iinfo(lib.bool)
    lib.finfo(lib.float64).tiny | lib.finfo(x.dtype).bits | lib.iinfo(n.dtype).min
    lib.finfo(lib.double).dtype | np.exp(x) | np.exp(w) | np.exp(n) | np.add(x, a) | np.add(w, 1)
    x + a | np.float64(2) * x | np.isnan(x) | np.add.reduce(x) | np.sqrt(x.double())
    np.add(x, 1, out=a) | np.array(x) | np.asarray(w) | np.maximum(x, 2) | np.dot(x, x)
    np.concatenate([x, x]) | np.stack([x, x]) | np.where(x > 1, x, 0) | np.modf(x)
    np.divmod(x, 2) | np.logical_not(b) | np.sign(x) | np.add.outer(x, x) | np.multiply(2, x)
    np.clip(x, 1, 2) | np.round(x) | np.linalg.norm(x) | np.argmax(x) | np.cumsum(x)
    np.add(x, x) | np.abs(x) | np.transpose(x) | np.reshape(x, (3, 1)) | np.squeeze(x)
    np.sort(x) | np.shape(x) | np.ndim(x) | np.float32(3) ** x | np.exp(lib.nn.Parameter(x))
    np.float64(2) < x | np.add(a, x, out=x) | np.exp(x[0]) | np.less(x, 2)
    lib.__version__ >= "1.9" | lib.__version__ > "2.9" | lib.__version__ > (1, 9)
    lib.__version__.split(".")[0] | lib.__version__ < "10" | lib.__version__ <= "2.2"
    lib.version.__version__ == lib.__version__ | lib.version.cuda
"""


def each_of(table: str) -> list[str]:
    """The expressions of a table."""
    return [each.strip() for line in table.strip().split("\n") for each in line.split(" | ")]


def said(lib: Any, expression: str) -> Any:
    """What comes of it: kind, dtype and numbers of a tensor, text of anything else, or the type of
    an exception."""
    x, n = lib.tensor([1.0, 2.0, 3.0]), lib.tensor([1, 2, 3])
    here = {"x": x, "n": n, "b": lib.tensor([True, False]), "a": np.array([1.0, 2.0, 3.0])}
    here |= {"w": lib.ones(3, requires_grad=True), "S": lib.Size([2, 3]), "lib": lib}
    try:
        return shown(lib, eval(expression, NAMES | here))
    except Exception as error:
        return type(error)


def shown(lib: Any, found: Any) -> Any:
    if isinstance(found, lib.Tensor):
        return "tensor", str(found.dtype), str(found.shape), repr(found.tolist())
    if isinstance(found, np.ndarray | np.generic):
        return type(found), found.dtype, found.tolist()
    if type(found) in (list, tuple):
        return type(found), [shown(lib, each) for each in found]
    return repr(found)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:.*__array_wrap__:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:The use of `x.T`:UserWarning")
@pytest.mark.parametrize("expression", each_of(ASKED))
def test_python_and_numpy_are_answered_as_torch_answers(lib, expression):
    assert said(lib, expression) == said(torch, expression)


MODULES = """
    Linear(2, 2) | Sequential(nn.Linear(2, 3), nn.ReLU(), nn.BatchNorm1d(3), nn.Dropout(0.0))
    MultiheadAttention(4, 2) | LSTM(2, 2) | Conv2d(2, 2, 1) | Embedding(3, 2) | LayerNorm(2)
    PReLU() | TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2)
    ModuleList([nn.Linear(1, 1)]) | ModuleDict({"a": nn.Linear(1, 1)})
    ParameterDict({"a": nn.Parameter(lib.ones(2))}) | GRUCell(2, 2) | CrossEntropyLoss()
    Flatten() | MaxPool2d(2) | Softmax(1) | GELU()
"""
COPIES = {
    "pickled": lambda x: pickle.loads(pickle.dumps(x)),
    "pickled as Python 2 did": lambda x: pickle.loads(pickle.dumps(x, 0)),
    "deeply copied": copy.deepcopy,
}


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.filterwarnings("ignore:enable_nested_tensor")
def test_modules_come_back_with_their_state(lib, how):
    for expression in each_of(MODULES):
        module = eval(f"nn.{expression}", {"nn": lib.nn, "lib": lib})
        twin = COPIES[how](module)
        assert repr(twin) == repr(module) and twin.training is module.training
        ours, theirs = module.state_dict(), twin.state_dict()
        assert {key: each.tolist() for key, each in ours.items()} == {
            key: each.tolist() for key, each in theirs.items()
        }
        for before, after in zip(module.parameters(), twin.parameters(), strict=True):
            assert type(after) is type(before) and after.requires_grad
            assert not np.shares_memory(before.detach().numpy(), after.detach().numpy())


def learned(lib: Any, kind: str, copied: Any) -> list[Any]:
    """Weights after two steps, between which model, optimiser and schedule are copied as one."""
    w = lib.nn.Parameter(lib.tensor([1.0, -2.0]))
    optimizer = getattr(lib.optim, kind)([w], lr=0.1)
    schedule = lib.optim.lr_scheduler.StepLR(optimizer, 1)
    for _ in range(2):
        optimizer.zero_grad()
        (w * w * w).sum().backward()
        optimizer.step()
        schedule.step()
        w, optimizer, schedule = copied((w, optimizer, schedule))
    return [w.tolist(), optimizer.param_groups[0]["lr"], schedule.last_epoch]


@pytest.mark.parametrize("kind", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad"])
def test_training_goes_on_from_a_pickle(lib, kind):
    expected = learned(lib, kind, lambda parts: parts)
    for copied in (COPIES["pickled"], copy.deepcopy):
        assert learned(lib, kind, copied) == expected
    assert learned(torch, kind, COPIES["pickled"])[0] == pytest.approx(expected[0], abs=1e-6)


TENSORS = """
    lib.ones(2) | lib.ones(2, requires_grad=True) | lib.nn.Parameter(lib.ones(2))
    lib.arange(4)[1:3] | lib.ones(2, requires_grad=True) * 2 | lib.tensor(True) | lib.ones(0, 3)
    lib.ones(2, 3).T
"""


@pytest.mark.parametrize("how", [*COPIES, "copied"])
def test_tensors_come_back(lib, how):
    def outcome(lib: Any, expression: str) -> Any:
        x = eval(expression, {"lib": lib})
        try:
            twin = COPIES.get(how, copy.copy)(x)
        except RuntimeError:
            return RuntimeError
        shared = np.shares_memory(x.detach().numpy(), twin.detach().numpy())
        told = (type(twin).__name__, str(twin.dtype), twin.tolist())
        return *told, twin.requires_grad, twin.is_leaf, shared

    for expression in each_of(TENSORS):
        assert outcome(lib, expression) == outcome(torch, expression), expression


def test_a_tensor_inside_a_transform_is_not_pickled(lib):
    with pytest.raises(RuntimeError, match="inside a transform"):
        lib.func.vmap(lambda x: pickle.loads(pickle.dumps(x)))(lib.ones(2, 2))


GRAPHS = """
    w * w | (w * w).sum() | w * 2 | w * x | w + x | w - 1 | w.exp() | w ** 2 | w.sum(0) | -w
    lib.cat([w, x]) | (w * 2 + w.exp()).mean() | lib.maximum(w, x) | w.reshape(3, 1) @ x[None]
"""


def walked(lib: Any, expression: str) -> Any:
    """How often each path from the result leads to w, and how often to a constant."""
    w, x = lib.ones(3, requires_grad=True), lib.ones(3)
    seen = set()

    def walk(node: Any) -> Any:
        if node is None:
            return None
        seen.add(node)
        if hasattr(node, "variable"):
            return "w" if node.variable is w else "?"
        return [walk(following) for following, _ in node.next_functions]

    tree = walk(eval(expression, {"w": w, "x": x, "lib": lib}).grad_fn)
    return tree, len(seen)


@pytest.mark.parametrize("expression", each_of(GRAPHS))
def test_a_graph_is_walked_by_next_functions(lib, expression):
    assert walked(lib, expression) == walked(torch, expression)


def test_ndarrays_on_the_left_reach_the_op(lib):
    w, a = lib.ones(3, requires_grad=True), np.array([1.0, 2.0, 3.0], np.float32)
    (a * w + a / w - a).sum().backward()
    assert w.grad.tolist() == (a - a).tolist(), "d(a w + a / w) at 1"
    for op in (operator.lt, operator.eq, operator.floordiv, operator.mod, operator.pow):
        assert op(a, w.detach()).tolist() == op(torch.tensor(a), torch.ones(3)).tolist()
    a += w.detach()
    assert type(a) is np.ndarray and a.tolist() == [2.0, 3.0, 4.0]


QUIET = """
    x / 0 | x.log() | (x * 1e38) * 1e38 | x.sqrt() | x.exp().exp()
    x.acos() if hasattr(x, "acos") else 0 | x.to(lib.int64) | (x / 0).to(lib.uint8) | n // 2
    x % 0 | x ** -1 | x ** 0.5 | x.log1p() | x.reciprocal() | x.rsqrt() | x.var(0) | x[:0].mean()
    x.half() * 1e5 | (x * 1e30).half() | x.softmax(0) | x.log_softmax(0) | lib.logsumexp(x / 0, 0)
    x.norm(p=-1) | x.cumprod(0) | lib.logaddexp(x / 0, x / 0) | (x / 0) - (x / 0) | (x / 0).sum()
    (x / 0).sin() | lib.lerp(x / 0, -x / 0, 0.5) | x.erfinv() | x.tan()
    lib.full((2,), 1e30).pow(2) | lib.nn.functional.cross_entropy(x[None] / 0, lib.tensor([0]))
    x.double() / 0 | lib.nn.functional.binary_cross_entropy(x.sigmoid(), x.sigmoid())
    lib.linspace(0, 1e38, 3) * 1e9 | lib.nn.functional.layer_norm(x * 1e30, (4,))
    lib.nn.functional.normalize(x * 0, dim=0) | x @ (x / 0) | lib.randn(2).fill_(1e39)
    lib.full((1,), 1e39) | lib.tensor([1e39]) | lib.tensor(1e39, dtype=lib.float16)
    x.expm1() * 1e39 | x.sinh().sinh().sinh() | lib.nn.functional.gelu(x / 0)
    lib.cdist(x[None] / 0, x[None])
"""


@pytest.mark.parametrize("expression", each_of(QUIET))
def test_nothing_warns_where_torch_does_not(lib, expression):
    """Values and gradients that are infinite or NaN are results like any others."""
    for each in (torch, lib):
        x = each.tensor([-200.0, 0.0, 1.0, 89.0], requires_grad=True)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                found = eval(expression, {"x": x, "n": each.tensor([1, 0]), "lib": each})
                if getattr(found, "requires_grad", False):
                    found.sum().backward()
            except RuntimeError:
                pass  # as torch refuses 1e39 in float16
        seen = {str(each.message) for each in caught if each.category is RuntimeWarning}
        assert not seen, seen


@pytest.mark.parametrize("name, near", [("softmx", "softmax"), ("reshap", "reshape")])
def test_a_name_that_is_missing_is_told_with_the_nearest(lib, capsys, name, near):
    """Of a tensor Python itself names it, where a program ends: its hook is written in C."""
    for holder in (lib.ones(2), lib):
        with pytest.raises(AttributeError) as caught:
            getattr(holder, name)
        sys.__excepthook__(caught.type, caught.value, None)
        assert "id you mean" in (told := capsys.readouterr().err) and repr(near) in told


def test_settings_for_other_machines_may_be_made(lib):
    said = []
    for each in lib, torch:
        before = each.get_float32_matmul_precision(), each.are_deterministic_algorithms_enabled()
        each.set_num_threads(each.get_num_threads())
        each.use_deterministic_algorithms(True, warn_only=True)
        each.set_float32_matmul_precision("high")
        after = each.get_float32_matmul_precision(), each.are_deterministic_algorithms_enabled()
        said.append([before, after, each.set_flush_denormal(False) in (True, False)])
        each.use_deterministic_algorithms(False)
        each.set_float32_matmul_precision("highest")
    assert said[0] == said[1] == [("highest", False), ("high", True), True]


def test_a_graph_that_was_freed_says_so_where_it_would_be_walked(lib):
    y = lib.ones(2, requires_grad=True).exp().sin().sum()
    y.backward()
    note, _ = y.grad_fn.next_functions[0]
    with pytest.raises(RuntimeError, match="freed"):
        assert note.next_functions


@pytest.mark.parametrize(
    "mode", ["no_grad", "no_grad()", "enable_grad()", "set_grad_enabled(False)", "inference_mode()"]
)
def test_of_a_generator_each_step_is_decorated(lib, mode):
    def told(lib: Any) -> list[Any]:
        state = lib.is_grad_enabled

        def steps(n):
            try:
                for i in range(n):
                    answers.append((yield i, state()))
            except KeyError:
                yield "thrown", state()
            finally:
                answers.append(state())
            return state()

        answers: list[Any] = []
        steps = eval(f"lib.{mode}", {"lib": lib})(steps)
        with lib.enable_grad() if "no" in mode else lib.no_grad():
            one, other, third = steps(3), steps(2), steps(1)
            told = [next(one), state(), one.send("sent"), next(other), state()]
            told += [one.throw(KeyError()), state(), list(other), state(), next(third)]
            third.close()
            with pytest.raises(StopIteration) as ended:
                next(one)
        return [*told, ended.value.value, answers, steps.__name__]

    assert told(lib) == told(torch)
