"""Hints for m28 attention, from a nudge to nearly the idea."""

HINTS = {
    "causal_mask": (
        "Draw the table of three queries and three keys, and put a cross where a query may not "
        "look. What shape do the crosses have?",
        "What may be seen gets 0 and what may not gets minus infinity, since e to that is 0. "
        "Which side of the diagonal is the future, and does the diagonal itself belong to it?",
        "`np.full` makes the table, of minus infinity, in the dtype that is asked for; "
        "`np.triu` keeps its upper right, and can leave the diagonal out. There may be more "
        "keys than queries: both count from 0.",
    ),
    "attention_weights": (
        "One query meets two keys, with scores 0 and log 3; their values are 8 and 4. Work out "
        "the weights and the result by hand. Then: which products do it for L queries at once, "
        "and over which dim does the softmax run?",
        "Q (..., L, D) times K turned to (..., D, S) gives scores (..., L, S): swap the last "
        "two dims of K only, since others may stand in front. A row of scores belongs to one "
        "query: along which dim does the softmax run?",
        "The scale is 1 / sqrt(D) unless one is given; a scale of 0 is a scale, too, so compare "
        "it with None. Multiply the query by it, then by the turned key; add the mask if there "
        "is one; softmax along the last dim. Use ops throughout: a mask may be learned.",
    ),
    "attend": (
        "You have the weights, (..., L, S), and the values, (..., S, Dv). Which product gives "
        "each query its mean?",
        "Dropout falls on the weights, before the product. Why would it be another thing to "
        "drop numbers of the result?",
        "Ask `attention_weights`; put the weights through `dropout` only if `dropout_p` is "
        "above 0, so that nothing is drawn otherwise; `matmul` them with the values. Return "
        "both, the means first.",
    ),
    "MultiheadAttention.project": (
        "`in_proj_weight` is three matrices, one below the other, and each has E rows. Which "
        "rows are those of part 1?",
        "Part i begins at row i times E, and ends before the next one begins. The bias is cut "
        "at the same places; it may be None.",
        "A `slice` serves both. Then `linear`, with x, the rows of the weight, and those of the "
        "bias or None.",
    ),
    "MultiheadAttention.to_heads": (
        "In which dim of (N, L, E) do the heads stand side by side? Only that one can be split.",
        "Split E into heads and D first, in this order, which moves no number: (N, L, heads, "
        "D). Now which two dims have to change places?",
        "`reshape` to the first two sizes, the number of heads and `head_dim`; then `transpose` "
        "dims 1 and 2.",
    ),
    "MultiheadAttention.from_heads": (
        "It undoes `to_heads`. Which of its two steps has to be undone first?",
        "First the heads of a position have to stand side by side again, and only then can they "
        "be joined.",
        "`transpose` dims 1 and 2, and `reshape` to the first two sizes of what that makes, and E.",
    ),
    "MultiheadAttention.attend_in_heads": (
        "Follow the shapes on paper first, from (N, L, E) to (N, heads, L, E / heads) and back. "
        "Which steps are transposes, and which are reshapes?",
        "Query, key and value are projected as parts 0, 1 and 2, and each is split into heads. "
        "`attention`, which you are handed, does the rest for all heads at once.",
        "Call `attention` with the three; it returns a pair. Join the heads of the means by "
        "`from_heads`, and send them through `out_proj`. The weights are handed on as they are.",
    ),
}
