"""Hints for m12 reductions, from a nudge to nearly the idea."""

HINTS = {
    "defvjp(where)": (
        "out[i] is either x[i] or y[i]. Where the condition holds, what happens to the loss when "
        "y[i] moves?",
        "Each element of g goes to one side, and the other side gets 0 there. The condition has "
        "its None already. If x or y was broadcast, `unbroadcast` will see to it.",
        "Use `where` itself. For x: g where the condition holds, and 0 elsewhere; for y, the two "
        "change places.",
    ),
    "share": (
        "Which of two different numbers can you move a little without moving their maximum, or "
        "their minimum? And if both are 5?",
        "The winner gets g, the loser 0, and in a tie each gets half. For maximum with "
        "x = [1, 5, 4], y = [3, 5, 2] and g all ones, x gets [0, .5, 1] and y gets [1, .5, 0].",
        "Two `where`s, one in the other: 0 where this operand loses, else half of g where both are "
        "equal, else g. The two masks have been made for you.",
    ),
    "beside": (
        "x is (2, 3, 4), and dim 1 was reduced, so g is (2, 4). Which shape must it have to stand "
        "beside x, and why is (1, 2, 4), which broadcasting would make of it, wrong?",
        "(2, 1, 4): every dim that was reduced has size 1, and the others are as long as in x. No "
        "element has to move for that.",
        "Read `dim` with `as_dims`, which knows None and negative ones. Walk over the sizes of x "
        "and put a 1 wherever the dim is among these; `reshape` g to that. If g has kept its dims, "
        "this changes nothing.",
    ),
    "extreme_vjp": (
        "Which elements of [2, 5, 5] move the maximum, and which move the minimum? If two have won "
        "together, how much should each get?",
        "Put g and `out` back `beside` x first. Then the winners are where x equals `out`, be it a "
        "largest or a smallest element.",
        "Mark the winners with `eq`, and count them with `sum` over the same "
        "dims, kept. Where there is a winner, g divided by the count; elsewhere 0.",
    ),
    "prod_vjp": (
        "For [2, 0, 3] the gradient is [0, 6, 0]. Where does the 6 come from? And what would "
        "`out` divided by x be there?",
        "Every element gets the product of all the others: those before it, times those after it. "
        "For [a, b, c, d] the products before are [1, a, ab, abc], and those after are "
        "[bcd, cd, d, 1].",
        "Move x on by one place (`shifted`): each place holds the element before it, a run of one. "
        "Multiply this by itself, moved on by 1: runs of two. Then by 2, 4, 8 places, until the "
        "runs are as long as the dim. Do the same from the other end. The rule is g, `beside` x, "
        "times both.",
        "With dim=None, and for a 0-d x, reshape x to one dim, use the rule along dim 0, and "
        "reshape back. `out` is not needed at all.",
    ),
    "defvjp(cumsum)": (
        "Which of the sums a, a + b, a + b + c have b in them? So which elements of g does b get?",
        "Each element gets the g of its own place and of all later ones: g = [1, 2, 4] becomes "
        "[7, 6, 4]: sums that begin at the end.",
        "`cumsum` begins at the front. So turn g around along `dim` (`flip`), take its cumsum, and "
        "turn that around again. Both are ops, so this runs on Tensors. The total less the cumsum "
        "would do, too; but small numbers lose their digits in a difference of large ones.",
    ),
    "var_vjp": (
        "Add 10 to all elements. What happens to the variance? So what about an element matters "
        "for the slope?",
        "For [1, 2, 6] the mean is 3, and with g = 1 the gradient is [-2, -1, 3]: 2 (x - mean) "
        "over (count - correction), where the latter is 2.",
        "Count the elements of one reduction (the sizes of x along `as_dims`), less the "
        "correction: 1 or 0, as `unbiased` says, unless it is given. Put g `beside` x, and "
        "multiply it by 2 over that number and by x minus its `mean` over the same dims, kept.",
        "`prod` and `sum` are ops here, so import `math.prod` under another name to count. If the "
        "count less the correction is 0, as for a single element, Python refuses to divide; torch "
        "says NaN (`math.nan`).",
    ),
    "logsumexp": (
        "What is exp(1000) in NumPy? And exp(1000 - 1000)?",
        "log(sum(exp(x))) = m + log(sum(exp(x - m))) for any m. If m is the largest element, no "
        "exponent is above 0. Keep the dims while you compute, so that m broadcasts beside x.",
        "Turn integers into `get_default_dtype`. Take the largest over the axes, dims kept, and "
        "replace it by 0 where it is not finite, as -inf minus -inf is NaN. Subtract, exp, sum, "
        "log, add it again, and drop the dims at the end unless keepdim.",
        "If the dim is empty nothing is the largest, and `np.max` raises, unless its argument "
        "`initial` says what to start from: -inf.",
    ),
    "defvjp(logsumexp)": (
        "If all elements grow by 0.1, by how much does logsumexp grow? So to what must the "
        "gradients of one reduction add up?",
        "Each element gets g times exp(x) over the sum of all exp(x). The log of that sum is "
        "`out`, so the quotient is exp(x - out). Nothing overflows, for `out` is at least as large "
        "as every x.",
        "Put g and `out` `beside` x. Then multiply g by exp of x minus `out`, with the op `exp`, "
        "so that Tensors pass too.",
    ),
}
