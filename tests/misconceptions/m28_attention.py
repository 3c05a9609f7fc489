"""Known mistakes in attention."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "nobody sees itself",
        "causal_mask",
        "-np.inf, dtype), 1)",
        "-np.inf, dtype), 0)",
        "Position i may look at 0 to i, itself included; the first one would see nothing at all.",
        trap="itself included",
    ),
    Misconception(
        "everybody looks ahead",
        "causal_mask",
        "np.triu(np.full((queries, keys), -np.inf, dtype), 1)",
        "np.tril(np.full((queries, keys), -np.inf, dtype), -1)",
        "The past may be seen, and the future not: minus infinity stands above the diagonal.",
    ),
    Misconception(
        "the mask multiplies",
        "causal_mask",
        "np.triu(np.full((queries, keys), -np.inf, dtype), 1)",
        "np.tri(queries, keys, dtype=dtype)",
        "The mask is added to the scores. Where it is 0 nothing changes, and minus infinity makes "
        "a weight of 0. A 0 in place of a 1 would leave out nobody.",
    ),
    Misconception(
        "the scores are not scaled",
        "attention_weights",
        "1 / math.sqrt(query.shape[-1]) if scale is None",
        "1.0 if scale is None",
        "Dot products grow with the number of their terms: divide by sqrt(D), or the softmax "
        "saturates.",
    ),
    Misconception(
        "the scores are divided by D",
        "attention_weights",
        "1 / math.sqrt(query.shape[-1]) if scale is None",
        "1 / query.shape[-1] if scale is None",
        "The spread of a dot product of D random numbers is sqrt(D), and not D.",
        trap="are typically as large as sqrt(D)",
    ),
    Misconception(
        "the weights of each key add up to 1",
        "attention_weights",
        "add(scores, mask), -1)",
        "add(scores, mask), -2)",
        "It is each query that spreads its attention: its weights, along the last dimension, add "
        "up to 1.",
        trap="Softmax over the wrong dim",
    ),
    Misconception(
        "the mask comes after the softmax",
        "attention_weights",
        "softmax(scores if mask is None else add(scores, mask), -1)",
        "mul(softmax(scores, -1), 1.0 if mask is None else np.exp(np.asarray(mask)))",
        "Whoever is left out after the softmax has taken a part of the weight along. Add the mask "
        "to the scores, and the others share all of it.",
    ),
    Misconception(
        "the result is an unweighted sum",
        "attend",
        "matmul(weights, value)",
        "matmul(add(mul(weights, 0.0), 1 / weights.shape[-1]), value)",
        "Each value counts as much as its key was looked at: weights times values.",
    ),
    Misconception(
        "keys and values are the same",
        "MultiheadAttention.project",
        "slice(part * self.embed_dim, (part + 1) * self.embed_dim)",
        "slice(min(part, 1) * self.embed_dim, (min(part, 1) + 1) * self.embed_dim)",
        "in_proj_weight holds three matrices, one below the other: for queries, keys and values.",
    ),
    Misconception(
        "values stand first in the big matrix",
        "MultiheadAttention.project",
        "rows = slice(",
        "part = 2 - part\n        rows = slice(",
        "The first E rows are for queries, the next for keys, and the last for values.",
    ),
    Misconception(
        "heads are cut out of the positions",
        "MultiheadAttention.to_heads",
        "transpose(reshape(x, (*x.shape[:2], self.num_heads, self.head_dim)), 1, 2)",
        "reshape(x, (x.shape[0], self.num_heads, x.shape[1], self.head_dim))",
        "That has the right shape but mixes positions up. Split the last dimension first, and then "
        "swap heads and positions.",
        trap="split E first, then swap",
    ),
    Misconception(
        "every head gets every so many numbers",
        "MultiheadAttention.to_heads",
        "transpose(reshape(x, (*x.shape[:2], self.num_heads, self.head_dim)), 1, 2)",
        "reshape(x, (*x.shape[:2], self.head_dim, self.num_heads)).permute(0, 3, 1, 2)",
        "Numbers that stand side by side belong to one head: E splits into heads and D, in this "
        "order.",
    ),
    Misconception(
        "heads are joined without swapping back",
        "MultiheadAttention.from_heads",
        "x = transpose(x, 1, 2)\n        return reshape(x, (*x.shape[:2], self.embed_dim))",
        "return reshape(x, (x.shape[0], x.shape[2], self.embed_dim))",
        "Swap heads and positions back first: then the heads of one position stand side by side.",
    ),
    Misconception(
        "what the heads found is not projected",
        "MultiheadAttention.attend_in_heads",
        "self.out_proj(self.from_heads(out))",
        "self.from_heads(out)",
        "Joined, the heads still stand side by side. `out_proj` mixes what they have found.",
    ),
]
