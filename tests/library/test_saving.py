"""States and nested data come back from files, go to torch and come from it; damage is told."""

from __future__ import annotations

import pickle
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch


def test_weights_go_to_torch_as_ndarrays_that_share_memory(lib):
    layer = lib.nn.Linear(3, 2)
    state = lib.as_ndarrays(layer.state_dict(keep_vars=True))
    theirs = torch.nn.Linear(3, 2)
    theirs.load_state_dict({name: torch.from_numpy(x) for name, x in state.items()})
    x = np.ones((4, 3), np.float32)
    np.testing.assert_allclose(
        layer(lib.tensor(x)).detach().numpy(), theirs(torch.tensor(x)).detach().numpy(), rtol=1e-6
    )
    state["bias"][0] = 7.0
    assert layer.bias[0].item() == 7.0


def test_weights_come_from_torch_or_from_ndarrays_as_copies(lib):
    theirs, array = torch.nn.Linear(3, 2), np.arange(2.0)
    given = {**theirs.state_dict(keep_vars=True), "more": array, "ours": lib.tensor([1.0, 2.0])}
    state = lib.as_tensors(given)
    before = theirs.weight.detach().clone().numpy()
    with torch.no_grad():
        theirs.weight.zero_()
    array[0] = 9.0
    assert list(state) == list(given)
    assert all(isinstance(x, lib.Tensor) for x in state.values())
    np.testing.assert_array_equal(state["weight"].numpy(), before)
    assert state["more"].tolist() == [0.0, 1.0] and state["ours"].tolist() == [1.0, 2.0]


def test_nested_data_comes_back_from_a_file(lib, tmp_path):
    x = np.arange(6.0).reshape(2, 3)
    data = {"x": lib.tensor(x), 3: [x, {"lr": float("inf"), "betas": []}], "step": (4, None, True)}
    lib.save(data, tmp_path / "nested.file")
    with open(tmp_path / "nested.file", "rb") as file:
        for again in (
            lib.load(file),
            lib.load(tmp_path / "nested.file", map_location="cpu", weights_only=True),
        ):
            assert list(again) == ["x", 3, "step"] and again["step"] == (4, None, True)
            np.testing.assert_array_equal(again["x"].numpy(), x)
            np.testing.assert_array_equal(again[3][0], x)
            assert again[3][1] == {"lr": float("inf"), "betas": []}
    with pytest.raises(RuntimeError, match="cuda"):
        lib.load(tmp_path / "nested.file", map_location="cuda:0")
    stays = lib.load(tmp_path / "nested.file", map_location=lambda storage, place: storage)
    assert stays["x"].tolist() == x.tolist()


def test_a_network_goes_on_from_its_file(lib, tmp_path):
    nets = [lib.nn.Linear(3, 2), lib.nn.Linear(3, 2)]
    with open(tmp_path / "weights", "wb") as file:
        lib.save(nets[0].state_dict(), file)
        assert not file.closed
    assert [path.name for path in tmp_path.iterdir()] == ["weights"]
    nets[1].load_state_dict(lib.load(tmp_path / "weights"))
    assert nets[1].weight.tolist() == nets[0].weight.tolist()


@pytest.mark.parametrize("keep", [0, 0.2, 0.7])
def test_a_damaged_file_says_so(lib, tmp_path: Path, keep: float):
    whole = tmp_path / "whole"
    lib.save({"x": lib.arange(9.0)}, whole)
    data = whole.read_bytes()
    whole.write_bytes(data[: int(len(data) * keep)])
    with pytest.raises(RuntimeError) as raised:
        lib.load(whole)
    assert "\n" not in str(raised.value)
    with pytest.raises(FileNotFoundError):
        lib.load(tmp_path / "nowhere")


def test_what_can_not_be_saved_leaves_the_file_alone(lib, tmp_path):
    lib.save(lib.arange(3.0), tmp_path / "kept")
    with pytest.raises(TypeError):
        lib.save([lib.arange(2.0), (i for i in range(3))], tmp_path / "kept")
    assert lib.load(tmp_path / "kept").tolist() == [0.0, 1.0, 2.0]


def test_a_whole_module_comes_back_for_who_trusts_the_file(lib, tmp_path):
    def play(lib: Any) -> list[Any]:
        lib.manual_seed(0)
        file, x = tmp_path / lib.__name__, lib.arange(6.0).reshape(2, 3)
        model = lib.nn.Sequential(lib.nn.Linear(3, 2), lib.nn.BatchNorm1d(2), lib.nn.ReLU())
        lib.save(model.eval(), file)
        again = lib.load(file, weights_only=False)
        with pytest.raises(pickle.UnpicklingError):
            lib.load(file, weights_only=True)
        return [again(x).tolist(), again.training, again[0].weight.requires_grad, str(again)]

    mine, torchs = play(lib), play(torch)
    np.testing.assert_allclose(mine[0], torchs[0], rtol=1e-6)
    assert mine[1:] == torchs[1:]


def test_what_is_more_than_a_tuple_is_so_again(lib):
    for library in (lib, torch):
        packed = library.nn.utils.rnn.pack_sequence([library.ones(3), library.ones(2)])
        averaged = library.optim.swa_utils.AveragedModel(library.nn.Linear(2, 2))
        saved = [library.ones(2, 3).shape, library.device("cpu"), library.ones(2, 2).max(1)]
        for each in (*saved, packed, averaged):
            file = BytesIO()
            library.save({"it": each}, file)
            file.seek(0)
            found = library.load(file, weights_only=False)["it"]
            assert type(found) is type(each) and repr(found) == repr(each)


def test_views_share_memory_again(lib):
    def play(lib: Any) -> list[Any]:
        x, file = lib.arange(6.0).reshape(2, 3), BytesIO()
        views = [x[:, 1:], x, x.t(), x[1].requires_grad_(), x[:0], x[:1].expand(3, 3)]
        lib.save([*views, lib.ones(3, 2).t()], file)
        file.seek(0)
        again = lib.load(file)
        again[0][1, 0] = 9.0
        again[2][0, 0] = 7.0
        return [(each.tolist(), each.requires_grad, each.stride()) for each in again]

    assert play(lib) == play(torch)
