"""m29 transformer: tables, the block, and a small GPT that reads, learns and writes."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import are_numbers


@pytest.mark.public
def test_a_table_is_looked_up(agree):
    def program(lib, ids, w):
        return lib.nn.functional.embedding(lib.tensor(ids), lib.tensor(w))

    agree(program, integers(0, 3, 1, 4), normal(3, 2))


@pytest.mark.public
def test_a_row_that_is_looked_up_twice_collects_twice(agree):
    def program(lib, ids, w, g):
        w = lib.tensor(w, requires_grad=True)
        lib.nn.functional.embedding(lib.tensor(ids), w).backward(lib.tensor(g))
        return w.grad

    agree(program, np.array([2, 0, 2]), normal(3, 2), normal(3, 2))


def test_a_row_collects_from_wherever_it_was_looked_up(agree):
    def program(lib, ids, w, g):
        w = lib.tensor(w, requires_grad=True)
        lib.nn.functional.embedding(lib.tensor(ids), w).backward(lib.tensor(g))
        return w.grad

    agree(program, np.array([[3, 0, 3], [3, 2, 0]]), normal(5, 4), normal(2, 3, 4))


def test_an_embedding_starts_with_torchs_numbers(agree):
    def program(lib, ids, size, padding_idx):
        lib.manual_seed(4)
        table = lib.nn.Embedding(7, size, padding_idx)
        return table(lib.tensor(ids)), table.weight

    agree(program, integers(0, 7, 2, 3), 5, None)
    agree(program, integers(0, 7, 2, 3), 2, -2)


@pytest.mark.public
def test_a_block_adds_to_what_was_there(agree):
    def program(lib, x):
        lib.manual_seed(10)
        layer = lib.nn.TransformerEncoderLayer(
            2, 1, 3, 0.0, batch_first=True, norm_first=True, dtype=lib.float64
        )
        return layer(lib.tensor(x))

    agree(program, normal(1, 3, 2))


def test_every_weight_of_a_block_gets_torchs_gradient(agree):
    def program(lib, x, g):
        lib.manual_seed(10)
        layer = lib.nn.TransformerEncoderLayer(
            6, 2, 8, 0.0, batch_first=True, norm_first=True, dtype=lib.float64
        )
        x = lib.tensor(x, requires_grad=True)
        out = layer(x)
        out.backward(lib.tensor(g))
        grads = {name: weight.grad for name, weight in layer.named_parameters()}
        return out, x.grad, grads

    agree(program, normal(2, 3, 6), normal(2, 3, 6))


def test_a_gpt_is_made_of_torchs_parts(agree):
    def program(lib, ids):
        lib.manual_seed(12)
        model = lib.models.GPT(vocabulary=7, context=5, width=6, depth=2, heads=3)
        return model(lib.tensor(ids))

    def with_torch(lib, ids):
        lib.manual_seed(12)
        nn = lib.nn
        letters, places = nn.Embedding(7, 6), nn.Embedding(5, 6)
        how = {"activation": nn.functional.gelu, "batch_first": True, "norm_first": True}
        layers = [nn.TransformerEncoderLayer(6, 3, 24, 0.0, **how) for _ in range(2)]
        norm, head = nn.LayerNorm(6), nn.Linear(6, 7)
        ids = lib.tensor(ids)
        length = ids.shape[1]
        x = letters(ids) + places(lib.arange(length))
        for layer in layers:
            x = layer(x, nn.Transformer.generate_square_subsequent_mask(length), is_causal=True)
        return head(norm(x))

    agree(program, integers(0, 7, 2, 5), reference=with_torch)
    agree(program, integers(0, 7, 3, 4), reference=with_torch)


@pytest.mark.public
def test_a_gpt_writes_on(agree):
    def program(lib, ids, length, temperature):
        lib.manual_seed(13)
        model = lib.models.GPT(vocabulary=7, context=4, width=6, depth=1, heads=2)
        return model.generate(lib.tensor(ids), length, temperature)

    def with_torch(lib, ids, length, temperature):
        lib.manual_seed(13)
        nn = lib.nn
        letters, places = nn.Embedding(7, 6), nn.Embedding(4, 6)
        how = {"activation": nn.functional.gelu, "batch_first": True, "norm_first": True}
        layer = nn.TransformerEncoderLayer(6, 2, 24, 0.0, **how)
        norm, head = nn.LayerNorm(6), nn.Linear(6, 7)
        ids = lib.tensor(ids)
        for _ in range(length):
            seen = ids[:, -4:]
            mask = nn.Transformer.generate_square_subsequent_mask(seen.shape[1])
            x = layer(letters(seen) + places(lib.arange(seen.shape[1])), mask, is_causal=True)
            scores = head(norm(x))[:, -1]
            if temperature == 0:
                drawn = scores.argmax(-1, keepdim=True)
            else:
                drawn = lib.multinomial(lib.softmax(scores / temperature, -1), 1)
            ids = lib.cat([ids, drawn], dim=1)
        return ids

    agree(program, integers(0, 7, 2, 3), 5, 0, reference=with_torch)
    agree(program, integers(0, 7, 2, 3), 6, 0.7, reference=with_torch)


def test_a_gpt_learns_its_text(facts):
    def program(lib, ids):
        lib.manual_seed(14)
        model = lib.models.GPT(vocabulary=5, context=6, width=8, depth=1, heads=2)
        ids, losses = lib.tensor(ids), []
        for _ in range(5):
            scores = model(ids[:, :-1])
            loss = lib.nn.functional.cross_entropy(scores.reshape(-1, 5), ids[:, 1:].reshape(-1))
            loss.backward()
            losses.append(loss.item())
            with lib.no_grad():
                for weight in model.parameters():
                    weight -= 0.5 * weight.grad
                    weight.grad = None
        return losses

    losses = facts(program, integers(0, 5, 4, 7))
    assert are_numbers(losses), "each loss should be a number"
    assert losses[0] > losses[-1] + 0.1, f"the loss should fall, but went like this: {losses}"


@pytest.mark.edge_case
def test_the_padding_row_gets_no_gradient(agree):
    def program(lib, ids, w, g, padding_idx):
        w = lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.embedding(lib.tensor(ids), w, padding_idx)
        out.backward(lib.tensor(g))
        return out, w.grad

    ids = np.array([[3, 0, 4], [3, 2, 0]])
    agree(program, ids, normal(5, 4), normal(2, 3, 4), 3)
    agree(program, ids, normal(5, 4), normal(2, 3, 4), -1)


@pytest.mark.edge_case
def test_a_transformer_layer_is_torchs_before_and_after_the_norm(agree):
    def program(lib, x, g, norm_first):
        lib.manual_seed(10)
        layer = lib.nn.TransformerEncoderLayer(
            6, 2, 8, 0.0, batch_first=True, norm_first=norm_first, dtype=lib.float64
        )
        x = lib.tensor(x, requires_grad=True)
        out = layer(x)
        out.backward(lib.tensor(g))
        grads = {name: weight.grad for name, weight in layer.named_parameters()}
        return out, x.grad, grads

    agree(program, normal(2, 3, 6), normal(2, 3, 6), True)
    agree(program, normal(2, 3, 6), normal(2, 3, 6), False)


@pytest.mark.edge_case
def test_a_transformer_layer_drops_what_torch_drops(agree):
    def program(lib, x, mask, norm_first):
        lib.manual_seed(11)
        gelu = lib.nn.functional.gelu
        layer = lib.nn.TransformerEncoderLayer(4, 2, 6, 0.3, gelu, norm_first=norm_first).double()
        return layer(lib.tensor(x), lib.tensor(mask), is_causal=True)

    ahead = np.triu(np.full((3, 3), -np.inf), 1)
    agree(program, normal(3, 2, 4), ahead, True)
    agree(program, normal(3, 2, 4), ahead, False)


@pytest.mark.edge_case
def test_a_table_that_nobody_looks_up_gets_zeros(agree):
    def program(lib, ids, w, u):
        w = lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.embedding(lib.tensor(ids), w)
        (out.sum() + (w * lib.tensor(u)).sum()).backward()
        return out, w.grad

    agree(program, np.zeros((2, 0), np.int64), normal(5, 4), normal(5, 4))


@pytest.mark.edge_case
def test_a_table_has_gradients_of_every_order(agree):
    def program(lib, ids, w, u):
        w = lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.embedding(lib.tensor(ids), w)
        (first,) = lib.autograd.grad((out**3).sum(), w, create_graph=True)
        (first * lib.tensor(u)).sum().backward()
        return first, w.grad

    agree(program, np.array([[3, 0, 3], [3, 2, 0]]), normal(5, 4), normal(5, 4))


@pytest.mark.edge_case
def test_float32_tables_stay_float32(agree):
    def program(lib, ids, w):
        w = lib.tensor(w, dtype=lib.float32, requires_grad=True)
        out = lib.nn.functional.embedding(lib.tensor(ids, dtype=lib.int32), w)
        (out * out).sum().backward()
        return out, w.grad

    agree(program, np.array([[3, 0, 3], [3, 2, 0]]), normal(5, 4))


@pytest.mark.edge_case
def test_a_gpt_reads_no_further_than_its_context(agree):
    def program(lib, ids):
        model = lib.models.GPT(vocabulary=5, context=4, width=4, depth=1, heads=1)
        return model(lib.tensor(ids)).shape

    def as_promised(lib, ids):
        return lib.Size([(2, length, 5) for length in range(1, 5)][ids.shape[1] - 1])

    agree(program, integers(0, 5, 2, 4), reference=as_promised)
    agree(program, integers(0, 5, 2, 5), reference=as_promised, raises=IndexError)
