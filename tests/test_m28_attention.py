"""m28 attention: tables, scaled dot products, masks, heads, Transformer layers, a small GPT."""

import numpy as np
import pytest

from grader.asking.inputs import integers, normal
from grader.suite.forms import are_numbers


@pytest.mark.public
def test_a_table_is_looked_up(agree):
    def program(lib, ids, w):
        return lib.nn.functional.embedding(lib.tensor(ids), lib.tensor(w))

    agree(program, integers(0, 5, 2, 3), normal(5, 4))


def test_a_row_collects_from_wherever_it_was_looked_up(agree):
    def program(lib, ids, w, g):
        w = lib.tensor(w, requires_grad=True)
        lib.nn.functional.embedding(lib.tensor(ids), w).backward(lib.tensor(g))
        return w.grad

    agree(program, np.array([[3, 0, 3], [3, 2, 0]]), normal(5, 4), normal(2, 3, 4))


def test_the_padding_row_gets_no_gradient(agree):
    def program(lib, ids, w, g, padding_idx):
        w = lib.tensor(w, requires_grad=True)
        out = lib.nn.functional.embedding(lib.tensor(ids), w, padding_idx)
        out.backward(lib.tensor(g))
        return out, w.grad

    ids = np.array([[3, 0, 4], [3, 2, 0]])
    agree(program, ids, normal(5, 4), normal(2, 3, 4), 3)
    agree(program, ids, normal(5, 4), normal(2, 3, 4), -1)


def test_rows_that_are_not_there_are_refused(agree):
    def program(lib, ids, w):
        return lib.nn.functional.embedding(lib.tensor(ids), lib.tensor(w))

    w = normal(5, 4)
    agree(program, np.array([4, 0]), w)
    agree(program, np.array([5, 0]), w, raises=IndexError)
    agree(program, np.array([-1, 0]), w, raises=IndexError)
    agree(program, np.array([1.0, 0.0]), w, raises=RuntimeError)


def test_an_embedding_starts_with_torchs_numbers(agree):
    def program(lib, ids, size, padding_idx):
        lib.manual_seed(4)
        table = lib.nn.Embedding(7, size, padding_idx)
        return table(lib.tensor(ids)), table.weight

    agree(program, integers(0, 7, 2, 3), 5, None)
    agree(program, integers(0, 7, 2, 3), 2, -2)


@pytest.mark.public
def test_every_query_gets_a_weighted_mean_of_the_values(agree):
    def program(lib, q, k, v):
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        return lib.nn.functional.scaled_dot_product_attention(q, k, v)

    agree(program, normal(4, 3), normal(5, 3), normal(5, 2))
    agree(program, normal(2, 3, 4, 6), normal(2, 3, 5, 6), normal(2, 3, 5, 2))


def test_attention_has_a_gradient_for_each_of_its_three_parts(agree):
    def program(lib, q, k, v, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        lib.nn.functional.scaled_dot_product_attention(q, k, v).backward(lib.tensor(g))
        return q.grad, k.grad, v.grad

    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2), normal(2, 4, 2))


def test_the_scale_can_be_chosen(agree):
    def program(lib, q, k, v, scale):
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, scale=scale)

    agree(program, normal(4, 3), normal(5, 3), normal(5, 2), 0.2)
    agree(program, normal(4, 3), normal(5, 3), normal(5, 2), 1.5)


@pytest.mark.public
def test_nobody_looks_ahead_in_causal_attention(agree):
    def program(lib, q, k, v, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        out.backward(lib.tensor(g))
        return out, q.grad, k.grad, v.grad

    agree(program, normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 2), normal(2, 4, 2))
    agree(program, normal(3, 3), normal(5, 3), normal(5, 2), normal(3, 2))


def test_a_mask_of_bools_says_who_takes_part(agree):
    def program(lib, q, k, v, mask):
        q, k, v, mask = (lib.tensor(x) for x in (q, k, v, mask))
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)

    mask = np.array([[1, 0, 1, 1, 0], [0, 0, 1, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 1]], bool)
    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2), mask)
    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2), mask[:1])


def test_a_mask_of_floats_is_added_and_may_be_learned(agree):
    def program(lib, q, k, v, mask, g):
        q, k, v, mask = (lib.tensor(x, requires_grad=True) for x in (q, k, v, mask))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, mask)
        out.backward(lib.tensor(g))
        return out, k.grad, mask.grad

    shapes = (2, 4, 3), (2, 5, 3), (2, 5, 2), (4, 5), (2, 4, 2)
    agree(program, *[normal(*shape) for shape in shapes])


def test_where_nobody_may_be_looked_at_there_is_zero(agree):
    def program(lib, q, k, v, mask, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, lib.tensor(mask))
        out.backward(lib.tensor(g))
        return out, q.grad, k.grad, v.grad

    mask = np.array([[True, False, True], [False, False, False]])
    agree(program, normal(2, 4), normal(3, 4), normal(3, 4), mask, normal(2, 4))


def test_what_does_not_belong_together_is_refused(agree):
    def program(lib, q, k, v, mask, causal):
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        mask = None if mask is None else lib.tensor(mask)
        attend = lib.nn.functional.scaled_dot_product_attention
        return attend(q, k, v, attn_mask=mask, is_causal=causal)

    q, k, v = normal(4, 3), normal(4, 3), normal(4, 2)
    agree(program, q, k, v, None, True)
    agree(program, q, k, v, np.tri(4).astype(bool), True, raises=RuntimeError)
    agree(program, q, k, v, np.tri(4).astype(np.int64), False, raises=RuntimeError)
    agree(program, q, k.astype(np.float32), v, None, False, raises=RuntimeError)
    agree(program, q, k[:, :2], v, None, False, raises=RuntimeError)


def test_dropped_weights_are_torchs(agree):
    def program(lib, q, k, v):
        lib.manual_seed(5)
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, dropout_p=0.4)

    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2))


@pytest.mark.public
def test_heads_start_with_torchs_weights_and_give_its_answers(agree):
    def program(lib, x, how):
        lib.manual_seed(6)
        attention = lib.nn.MultiheadAttention(6, 3, batch_first=True, **how)
        x = lib.tensor(x, dtype=lib.float32)
        return dict(attention.named_parameters()), attention(x, x, x)

    agree(program, normal(2, 4, 6), {})
    agree(program, normal(2, 4, 6), {"bias": False})


def test_sequences_may_stand_first_and_look_at_others(agree):
    def program(lib, q, k, g, how):
        lib.manual_seed(7)
        attention = lib.nn.MultiheadAttention(6, 2, dtype=lib.float64, **how)
        q, k = lib.tensor(q, requires_grad=True), lib.tensor(k, requires_grad=True)
        out, weights = attention(q, k, k)
        out.backward(lib.tensor(g))
        return out, weights, q.grad, k.grad, attention.in_proj_weight.grad

    agree(program, normal(3, 2, 6), normal(5, 2, 6), normal(3, 2, 6), {})
    agree(program, normal(2, 3, 6), normal(2, 5, 6), normal(2, 3, 6), {"batch_first": True})
    agree(program, normal(3, 6), normal(5, 6), normal(3, 6), {"batch_first": True})


def test_weights_come_per_head_as_means_or_not_at_all(agree):
    def program(lib, x, how):
        lib.manual_seed(8)
        attention = lib.nn.MultiheadAttention(6, 3, batch_first=True, dtype=lib.float64)
        x = lib.tensor(x)
        return attention(x, x, x, **how)

    agree(program, normal(2, 4, 6), {"average_attn_weights": False})
    agree(program, normal(2, 4, 6), {"average_attn_weights": True})
    agree(program, normal(2, 4, 6), {"need_weights": False})


def test_masks_of_heads_say_who_is_left_out(agree):
    def program(lib, q, k, attn_mask, key_padding_mask, need_weights):
        lib.manual_seed(9)
        attention = lib.nn.MultiheadAttention(4, 2, batch_first=True, dtype=lib.float64)
        masks = {"need_weights": need_weights}
        if attn_mask is not None:
            masks["attn_mask"] = lib.tensor(attn_mask)
        if key_padding_mask is not None:
            masks["key_padding_mask"] = lib.tensor(key_padding_mask)
        q, k = lib.tensor(q), lib.tensor(k)
        return attention(q, k, k, **masks)

    q, k = normal(2, 3, 4), normal(2, 5, 4)
    padding = np.array([[False, False, False, False, True], [False, True, False, True, True]])
    agree(program, q, k, np.triu(np.ones((3, 5), bool), 1), None, True)
    agree(program, q, k, None, padding, True)
    agree(program, q, k, normal(4, 3, 5), None, False)
    agree(program, q, k, normal(3, 5), np.where(padding, -np.inf, 0), False)


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


def test_a_transformer_layer_drops_what_torch_drops(agree):
    def program(lib, x, mask, norm_first):
        lib.manual_seed(11)
        gelu = lib.nn.functional.gelu
        layer = lib.nn.TransformerEncoderLayer(4, 2, 6, 0.3, gelu, norm_first=norm_first).double()
        return layer(lib.tensor(x), lib.tensor(mask), is_causal=True)

    ahead = np.triu(np.full((3, 3), -np.inf), 1)
    agree(program, normal(3, 2, 4), ahead, True)
    agree(program, normal(3, 2, 4), ahead, False)


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
