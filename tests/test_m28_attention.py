"""m28 attention: scaled dot products, the causal mask, and several heads."""

import numpy as np
import pytest

from grader.asking.inputs import normal


@pytest.mark.public
def test_every_query_gets_a_weighted_mean_of_the_values(agree):
    def program(lib, q, k, v):
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        return lib.nn.functional.scaled_dot_product_attention(q, k, v)

    def alone(lib, q, k, v):
        weights = lib.m28_attention.attention_weights(lib.tensor(q), lib.tensor(k))
        return weights @ lib.tensor(v)

    agree(program, normal(1, 2), normal(3, 2), normal(3, 2), alone=alone)


def test_attention_may_have_dimensions_in_front(agree):
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


@pytest.mark.public
def test_nobody_looks_ahead_in_causal_attention(agree):
    def program(lib, q, k, v, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        out.backward(lib.tensor(g))
        return out, q.grad, k.grad, v.grad

    agree(program, normal(3, 2), normal(3, 2), normal(3, 1), normal(3, 1))


def test_a_long_sequence_does_not_look_ahead_either(agree):
    def program(lib, q, k, v, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        out.backward(lib.tensor(g))
        return out, q.grad, k.grad, v.grad

    agree(program, normal(2, 7, 3), normal(2, 7, 3), normal(2, 7, 2), normal(2, 7, 2))


@pytest.mark.public
def test_a_mask_is_added_to_the_scores(agree):
    def program(lib, q, k, v, mask):
        q, k, v, mask = (lib.tensor(x) for x in (q, k, v, mask))
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, mask)

    agree(program, normal(2, 1), normal(3, 1), normal(3, 2), normal(2, 3))


@pytest.mark.public
def test_each_head_has_its_own_part_of_the_numbers(agree):
    def program(lib, x):
        lib.manual_seed(6)
        attention = lib.nn.MultiheadAttention(2, 2, batch_first=True, dtype=lib.float64)
        x = lib.tensor(x)
        return attention(x, x, x)[0]

    agree(program, normal(1, 3, 2))


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


def test_attention_learns_where_to_look(agree):
    def program(lib, x, y):
        lib.manual_seed(3)
        attention = lib.nn.MultiheadAttention(4, 2, batch_first=True, dtype=lib.float64)
        x, y, losses = lib.tensor(x), lib.tensor(y), []
        for _ in range(4):
            loss = ((attention(x, x, x)[0] - y) ** 2).mean()
            loss.backward()
            losses.append(loss.detach())
            with lib.no_grad():
                for weight in attention.parameters():
                    weight -= 0.1 * weight.grad
                    weight.grad = None
        return losses

    agree(program, normal(3, 5, 4), normal(3, 5, 4))


@pytest.mark.edge_case
def test_the_scale_can_be_chosen(agree):
    def program(lib, q, k, v, scale):
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, scale=scale)

    agree(program, normal(4, 3), normal(5, 3), normal(5, 2), 0.2)
    agree(program, normal(4, 3), normal(5, 3), normal(5, 2), 1.5)


@pytest.mark.edge_case
def test_a_mask_of_bools_says_who_takes_part(agree):
    def program(lib, q, k, v, mask):
        q, k, v, mask = (lib.tensor(x) for x in (q, k, v, mask))
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)

    mask = np.array([[1, 0, 1, 1, 0], [0, 0, 1, 0, 1], [0, 0, 0, 1, 0], [1, 1, 1, 1, 1]], bool)
    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2), mask)
    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2), mask[:1])


@pytest.mark.edge_case
def test_a_mask_of_floats_is_added_and_may_be_learned(agree):
    def program(lib, q, k, v, mask, g):
        q, k, v, mask = (lib.tensor(x, requires_grad=True) for x in (q, k, v, mask))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, mask)
        out.backward(lib.tensor(g))
        return out, k.grad, mask.grad

    shapes = (2, 4, 3), (2, 5, 3), (2, 5, 2), (4, 5), (2, 4, 2)
    agree(program, *[normal(*shape) for shape in shapes])


@pytest.mark.edge_case
def test_where_nobody_may_be_looked_at_there_is_zero(agree):
    def program(lib, q, k, v, mask, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, lib.tensor(mask))
        out.backward(lib.tensor(g))
        return out, q.grad, k.grad, v.grad

    mask = np.array([[True, False, True], [False, False, False]])
    agree(program, normal(2, 4), normal(3, 4), normal(3, 4), mask, normal(2, 4))


@pytest.mark.edge_case
def test_dropped_weights_are_torchs(agree):
    def program(lib, q, k, v):
        lib.manual_seed(5)
        q, k, v = lib.tensor(q), lib.tensor(k), lib.tensor(v)
        return lib.nn.functional.scaled_dot_product_attention(q, k, v, dropout_p=0.4)

    agree(program, normal(2, 4, 3), normal(2, 5, 3), normal(2, 5, 2))


@pytest.mark.edge_case
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


@pytest.mark.edge_case
def test_queries_and_keys_may_differ_in_number(agree):
    def program(lib, q, k, v, g):
        q, k, v = (lib.tensor(x, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        out.backward(lib.tensor(g))
        return out, q.grad, k.grad, v.grad

    agree(program, normal(3, 3), normal(5, 3), normal(5, 2), normal(3, 2))
    agree(program, normal(5, 3), normal(3, 3), normal(3, 2), normal(5, 2))


@pytest.mark.edge_case
def test_float32_stays_float32(agree):
    def program(lib, q, k, v, causal):
        q, k, v = (lib.tensor(x, dtype=lib.float32, requires_grad=True) for x in (q, k, v))
        out = lib.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
        out.sum().backward()
        return out, v.grad

    agree(program, normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 2), True)
    agree(program, normal(2, 4, 3), normal(2, 4, 3), normal(2, 4, 2), False)
