"""Values survive the way to a worker and back; any other bytes are refused, in one line."""

from __future__ import annotations

import json
import math
import random
from collections import namedtuple

import numpy as np
import pytest

from grader.sandbox.inside import normal_form, wire
from grader.sandbox.inside.normal_form import WireError, denormalise, normalise
from grader.sandbox.inside.wire import PREFIX, decode, encode


class Tensor:
    def __init__(self, value: object) -> None:
        self.value = value


class Liar(np.ndarray):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Int(int):
    pass


Pair = namedtuple("Pair", "values indices")


def normal(value: object) -> normal_form.Pair:
    return normalise(value, Tensor, lambda tensor: tensor.value)


def there_and_back(value: object) -> normal_form.Pair:
    header, pairs = decode(encode({"nonce": "n"}, [normal(value)]))
    assert header == {"nonce": "n"}
    (pair,) = pairs
    return pair


def same(a: object, b: object) -> bool:
    """Equality that knows nan, the sign of zero, dtypes and shapes."""
    if isinstance(a, np.ndarray):
        exact = (a.dtype, a.shape) == (b.dtype, b.shape)
        return exact and np.array_equal(np.signbit(a), np.signbit(b)) and equal_arrays(a, b)
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return type(b) is float and np.float64(a).tobytes() == np.float64(b).tobytes()
    return type(a) is type(b) and a == b


def equal_arrays(a: np.ndarray, b: np.ndarray) -> bool:
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


@pytest.mark.parametrize(
    "value",
    [
        *(0.1, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308),
        *(0, -1, 2**63, -(2**1000), True, False, None, ..., "", "naïve ∂", "two\nlines"),
        *([], (), {}, [1, [2.5, ("a", None)]], {"a": 1, 2: [True]}, {(1, 2): "x"}),
        *(slice(None), slice(1, None, -2), (slice(0, 2), ..., None)),
    ],
    ids=repr,
)
def test_python_values_survive(value):
    assert same(there_and_back(value), normal(value))
    back = denormalise(there_and_back(value))
    assert type(back) is type(value)
    assert same(back, value)


@pytest.mark.parametrize("shape", [(), (1,), (0,), (3, 0, 2), (2, 3), (2, 1, 3)])
@pytest.mark.parametrize("dtype", normal_form.DTYPES)
def test_arrays_survive(dtype, shape):
    count = math.prod(shape)
    array = (np.arange(count) % 5 - 1).astype(dtype).reshape(shape)
    kind, back = there_and_back(array)
    assert kind == "ndarray"
    assert same(back, array)


def test_special_floats_survive():
    array = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45], dtype=np.float32)
    assert same(there_and_back(array)[1], array)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3).T,
        np.arange(10)[::-3],
        np.broadcast_to(np.float32(2), (2, 2)),
        np.arange(3, dtype=">i4"),
        np.arange(3, dtype=">f8"),
    ],
    ids=["transposed", "strided", "broadcast", "big-endian ints", "big-endian floats"],
)
def test_any_layout_survives(array):
    back = there_and_back(array)[1]
    assert back.tolist() == array.tolist()
    assert back.dtype == array.dtype.newbyteorder("=")


def test_kinds_are_told_apart():
    kinds = [
        (Tensor(np.zeros(2)), "tensor"),
        (np.zeros(2), "ndarray"),
        (np.array(1.0), "ndarray"),
        (np.float64(1), "numpy scalar"),
        (np.bool_(True), "numpy scalar"),
        (1.0, "float"),
        (1, "int"),
        (True, "bool"),
        (Pair(1, 2), "tuple"),
        (np.dtype("float32"), "dtype"),
        (slice(1), "slice"),
    ]
    assert [there_and_back(value)[0] for value, _ in kinds] == [kind for _, kind in kinds]


def test_dtypes_of_numpy_and_torch_are_names():
    torch_dtype = type("dtype", (), {"__str__": lambda self: "torch.float32"})()
    assert normal(torch_dtype) == normal(np.dtype(np.float32)) == ("dtype", "float32")
    assert denormalise(("dtype", "int64")) == np.dtype(np.int64)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (np.zeros(2).view(Liar), "Liar"),
        (Tensor(np.zeros(2).view(Liar)), "Tensor"),
        (Tensor([1.0]), "Tensor"),
        (Int(1), "Int"),
        (1j, "complex"),
        (b"bytes", "bytes"),
        ({1, 2}, "set"),
        (object(), "object"),
        (np.array([None]), "ndarray of object"),
        (np.array(["text"]), "ndarray of str128"),
        (np.str_("text"), "str_ of str128"),
        (1 << 2000, "huge int"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_only_resembles_a_value_is_unknown(value, name):
    assert there_and_back([value]) == ("list", [("unknown", name)])
    with pytest.raises(WireError):
        denormalise(("unknown", name))


def test_lone_surrogates_are_spelt_out():
    assert there_and_back("a\ud800b") == ("str", "a\\ud800b")


def test_inputs_are_fresh_copies():
    pair = normal([np.zeros(3)])
    (first,), (second,) = denormalise(pair), denormalise(pair)
    first[0] = 7
    assert second[0] == 0
    assert pair[1][0][1][0] == 0


def test_what_nests_too_deeply_is_refused():
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(WireError, match="nested deeper than 32 levels"):
        normal(endless)
    with pytest.raises(WireError, match="made of more than 20000 parts"):
        normal([0] * 20_001)


def test_what_is_too_large_is_refused():
    half = np.zeros(33 << 20, dtype=np.uint8)
    encode({}, [normal(half)])
    with pytest.raises(WireError, match="larger than 64 MiB"):
        encode({}, [normal([half, half])])
    with pytest.raises(WireError, match="larger than 1 MiB of text"):
        encode({}, [normal("x" * (1 << 20))])


def frame(text: str | bytes, body: bytes = b"") -> bytes:
    text = text.encode() if isinstance(text, str) else text
    return PREFIX.pack(wire.MAGIC, len(text), len(body)) + text + body


def message(*pairs: object) -> str:
    return json.dumps({"header": {}, "pairs": pairs})


def test_the_frames_below_are_malformed_in_their_content_alone():
    array = np.arange(4, dtype=np.uint8)
    assert decode(frame(message(["int", 5]))) == ({}, [("int", 5)])
    ((kind, back),) = decode(frame(message(["ndarray", "uint8", [2, 2]]), array.tobytes()))[1]
    assert (kind, back.tolist()) == ("ndarray", [[0, 1], [2, 3]])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"kata",
        b"no prefix at all",
        PREFIX.pack(b"KATA", 2, 0) + b"{}",
        PREFIX.pack(wire.MAGIC, wire.HEADER_LIMIT + 1, 0),
        PREFIX.pack(wire.MAGIC, 2, wire.BODY_LIMIT + 1) + b"{}",
        PREFIX.pack(wire.MAGIC, 5, 0) + b"{}",
        frame(""),
        frame("{}"),
        frame("[]"),
        frame("null"),
        frame(b"\xff\xfe"),
        frame('{"header": [], "pairs": []}'),
        frame('{"header": {}, "pairs": {}}'),
        frame("[" * 100_000),
        frame('{"header": {}, "pairs": [["int", ' + "1" * 5000 + "]]}"),
        frame(message(["int", 2**1100])),
        frame(message(["int", 1.0])),
        frame(message(["int", True])),
        frame(message(["bool", 1])),
        frame(message(["float", 1])),
        frame(message(["None", 0])),
        frame(message(["str", None])),
        frame(message(["tensor", None])),
        frame(message(["pickle", "gASVKAAAAAAAAACMBXBvc2l4"])),
        frame(message(["int"])),
        frame(message(["int", 1, 2])),
        frame(message([])),
        frame(message("int")),
        frame(message(["list", 3])),
        frame(message(["list", {"0": ["int", 1]}])),
        frame(message(["slice", [["int", 1]]])),
        frame(message(["dict", [["int", 1]]])),
        frame(message(["ndarray", "object", [1]]), bytes(8)),
        frame(message(["ndarray", "complex64", [1]]), bytes(8)),
        frame(message(["ndarray", "float32", [2]]), bytes(4)),
        frame(message(["ndarray", "float32", [2]]), bytes(12)),
        frame(message(["ndarray", "float32", [-1]]), bytes(4)),
        frame(message(["ndarray", "float32", [True]]), bytes(4)),
        frame(message(["ndarray", "float32", [1.0]]), bytes(4)),
        frame(message(["ndarray", "float32", [1 << 62, 1 << 62]]), bytes(4)),
        frame(message(["ndarray", "float32", [0, 1 << 70]])),
        frame(message(["ndarray", "float32", [1] * 100]), bytes(4)),
        frame(message(["numpy scalar", "float32", [1]]), bytes(4)),
        frame(message(["int", 1]), b"left over"),
        frame(message(*[["int", 1]] * 20_002)),
    ],
)
def test_a_malformed_frame_is_refused_in_one_line(data):
    with pytest.raises(WireError) as caught:
        decode(data)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 100


def test_random_damage_is_refused_or_read():
    """No damage makes anything but a WireError or ordinary values."""
    generator = random.Random(20_000)
    value = [Tensor(np.arange(6.0).reshape(2, 3)), {"a": (1, 2.5, None)}, "text", np.ones(2, bool)]
    good = encode({"nonce": "n"}, [normal(value)])
    refused = 0
    for _ in range(3000):
        data = bytearray(good)
        for _ in range(generator.choice((1, 1, 2, 8))):
            data[generator.randrange(len(data))] = generator.randrange(256)
        if generator.random() < 0.3:
            del data[generator.randrange(len(data)) :]
        try:
            header, pairs = decode(bytes(data))
        except WireError:
            refused += 1
        else:
            encode(header, pairs)
    assert 1000 < refused < 3000


JUNK = (None, True, -1, 1 << 70, 0.5, "", "int", "uint8", "slice", [], [[]], {}, {"pairs": 0})


def places(value: object) -> list[tuple[object, object]]:
    """Every container in a JSON value, with every index that there is something at."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [at for key in keys for at in places(value[key])]


def test_anything_in_the_place_of_anything_is_refused_or_read():
    """A frame's form is checked before it is relied on: nothing but WireError is ever raised."""
    arrays = [Tensor(np.zeros(2, np.uint8)), np.float32(1), np.zeros((0, 3)), np.ones(1, bool)]
    good = encode({"nonce": "n"}, [normal([*arrays, {"a": (1, 2.5, None)}, slice(1, "x")])])
    end = PREFIX.size + PREFIX.unpack_from(good)[1]
    text, refused, count = good[PREFIX.size : end], 0, 0
    for number in range(len(places(json.loads(text)))):
        for junk in (*JUNK, ...):
            damaged = json.loads(text)
            container, key = places(damaged)[number]
            if junk is ...:
                del container[key]
            else:
                container[key] = junk
            count += 1
            try:
                decode(frame(json.dumps(damaged), good[end:]))
            except WireError:
                refused += 1
    assert count > 500 and 0.8 < refused / count < 1


def test_a_mistake_in_reading_is_not_taken_for_damage(monkeypatch):
    monkeypatch.setattr(wire, "_unpack_array", lambda kind, *rest: {}[kind])
    with pytest.raises(KeyError):
        decode(frame(message(["ndarray", "uint8", [0]])))


def test_random_bytes_are_refused():
    generator = random.Random(20_001)
    for length in range(600):
        noise = generator.randbytes(length)
        for data in (noise, frame(noise), frame(noise, noise)):
            with pytest.raises(WireError):
                decode(data)


def test_a_bool_is_0_or_1_whatever_the_bytes_say():
    ((_, array),) = decode(frame(message(["ndarray", "bool", [3]]), b"\x00\x01\xff"))[1]
    assert array.view(np.uint8).tolist() == [0, 1, 1]


def test_the_prefix_tells_how_much_follows():
    data = encode({"nonce": "n"}, [normal(np.zeros(5))])
    assert wire.remaining(data[: PREFIX.size]) == len(data) - PREFIX.size


def test_printed_text_cannot_move_the_cursor():
    assert normal_form.clean("plain\n\ttext ∂") == "plain\n\ttext ∂"
    assert normal_form.clean("\x1b[2Jgone\r\x07") == "\\x1b[2Jgone\\r\\x07"
    assert normal_form.clean("\ud800") == "\\ud800"


@pytest.mark.parametrize("name", ["complex128", "(2,3)f8", "f8,f8", "O", "", "datetime64[s]"])
def test_a_dtype_that_arrays_cannot_have_is_only_a_name(name):
    (pair,) = decode(encode({}, [("dtype", name)]))[1]
    assert pair == ("dtype", name)
    with pytest.raises(WireError):
        denormalise(pair)
