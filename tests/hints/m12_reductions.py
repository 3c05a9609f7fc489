"""Hints for m12 reductions, from a nudge to nearly the idea."""

HINTS = {
    ("eq", "ne", "lt", "le", "gt", "ge"): (
        "Look at how `magic_methods` made an op of `np.cos` in its lesson. Which functions of "
        "NumPy compare two arrays, element by element?",
        "They are `np.equal`, `np.not_equal`, `np.less`, `np.less_equal`, `np.greater` and "
        "`np.greater_equal`. `promoted` brings both operands to torch's common dtype first; the "
        "answers are bools by themselves.",
        "Give torch's short name (two letters) and the ufunc to `promoted`, and lift the result "
        "with `primitive`. No option is needed, as bools may be compared as well. And no rule: "
        "bools carry no gradient.",
    ),
    "abs": (
        "It is the recipe of the comparisons, with one difference: what does torch say to abs of a "
        "bool tensor?",
        "The ufunc is `np.abs`, and integers stay integers. torch refuses bools with a "
        "RuntimeError; look at how `neg` in `magic_methods` told `promoted` that it refuses them.",
        "`promoted` with the name abs, the ufunc, and `boolean` turned off, lifted with "
        "`primitive`. Remember that from here on `abs` in this file is yours, and not Python's.",
    ),
    ("maximum", "minimum"): (
        "Two tensors go in, and one of the same shape comes out. Which of NumPy's functions "
        "compare two arrays so, and which reduce a single one?",
        "`np.maximum` and `np.minimum` take two, `np.max` and `np.min` reduce. There are "
        "`np.fmax` and `np.fmin` too, which pass NaN over; torch lets NaN win.",
        "The recipe of the comparisons: torch's name and the ufunc to `promoted`, and the result "
        "to `primitive`. Bools are allowed, and integers stay integers, so no option is needed.",
    ),
    "where": (
        "`np.where` picks as it should. But what dtype does it give for the numbers 2.0 and 3.0, "
        "and what does torch give?",
        "float64 in NumPy, float32 in torch; int64 beside float32 differs too. `result_type` knows "
        "torch's answer for x and y. The condition has no say in it, but NumPy would accept "
        "numbers for it, and torch wants bools.",
        "Raise RuntimeError unless the condition, as an ndarray, has dtype bool. Bring x and y, "
        "which may be Python numbers, to their `result_type` (`np.asarray`, then `astype`), and "
        "pick with `np.where`. Shapes that do not broadcast are its ValueError: make it a "
        "RuntimeError.",
    ),
    "clamp": (
        "x = 1.5, and max = 1.5. Cut or not, the value is the same; what about the gradient? The "
        "lesson has a word about elements that lie on a bound.",
        "Made of ops it needs no rule: a comparison says who is out of bounds, and `where` puts "
        "the bound there. `maximum` would give the same values, but an element on the bound would "
        "get half a gradient, as in any tie.",
        "RuntimeError if both bounds are None. If there is a min, replace what is *strictly* below "
        "it; then, in that result, what is strictly above the max, if there is one. In this order "
        "max wins where they cross.",
    ),
    "defvjp(abs)": (
        "What is the slope of |x| at 3, and at -3? What would you say at 0?",
        "1 to the right of 0, -1 to the left, and at the kink any number in between has a claim: "
        "torch takes 0. A function that is imported above has these three values.",
        "Multiply g by the `sign` of x. It is an op, so the rule runs on Tensors too.",
    ),
    ("defvjp(maximum)", "defvjp(minimum)"): (
        "Which of two different numbers can you move a little without moving their maximum, or "
        "their minimum? And if both are 5?",
        "The winner gets g, the loser 0, and in a tie each gets half. For maximum with "
        "x = [1, 5, 4], y = [3, 5, 2] and g all ones, x gets [0, .5, 1] and y gets [1, .5, 0].",
        "Two `where`s, one in the other: 0 where this operand loses, else half of g where both are "
        "equal, else g. For y, and again for minimum, the comparison turns around, so one helper "
        "can serve all four. Compare with the ops (`lt`, `gt`, `eq`).",
    ),
    "defvjp(where)": (
        "out[i] is either x[i] or y[i]. Where the condition holds, what happens to the loss when "
        "y[i] moves?",
        "Each element of g goes to one side, and the other side gets 0 there. The condition has "
        "its None already. If x or y was broadcast, `unbroadcast` will see to it.",
        "Use `where` itself. For x: g where the condition holds, and 0 elsewhere; for y, the two "
        "change places.",
    ),
    ("amax", "amin"): (
        "NumPy reduces for you. What does it raise when there is nothing to choose from, and what "
        "does torch raise?",
        "`as_dims` reads an int, a tuple, None and (), and names the axes. Only those must not be "
        "empty: over dim 1 a (0, 2) has (0,) results, and nobody complains.",
        "Find the axes. If one of them has size 0, raise RuntimeError if `dim` is None or (), and "
        "IndexError if it names dims. Otherwise `np.max` or `np.min` over the axes, with "
        "`keepdims`; a helper can do the checking for both.",
    ),
    "extreme_vjp": (
        "Which elements of [2, 5, 5] move the maximum, and which move the minimum? If two have won "
        "together, how much should each get?",
        "Put g and `out` back beside x first. For x of (2, 3, 4) and dim=1 they are (2, 4), and "
        "must become (2, 1, 4). Then the winners are where x equals `out`, be it a largest or a "
        "smallest element.",
        "Reshape g and `out` to the shape of x with 1 for each dim of `as_dims` (right with and "
        "without keepdim). Mark the winners with `eq`, and count them with `sum` over the same "
        "dims, kept. Where there is a winner, g divided by the count; elsewhere 0.",
    ),
    ("max", "min"): (
        "One name, three meanings: of x, of x along a dim, and of x and y. How do you tell them "
        "apart by the second argument?",
        "The first is `amax`, the third is `maximum` (or `amin` and `minimum`), which have their "
        "rules. For the second, `argmax` (or `argmin`) says where, and `gather`, which has a rule, "
        "picks there. It wants an index with as many dims as x.",
        "None: reduce everything; an Array: compare the two. Otherwise find the indices along "
        "`dim`, with the dim kept, and `gather` the values; unless keepdim, `squeeze` that one dim "
        "from both, and return them as ValuesAndIndices. A helper for both names takes three ops.",
    ),
    "prod": (
        "What differs from `sum` in `magic_methods`? See there how dims and integers are handled.",
        "`np.prod` takes `axis`, `keepdims` and `dtype`. Left alone it makes uint64 of uint8, and "
        "torch makes int64 of everything but floats.",
        "Read `dim` with `as_dims`. Leave floats as they are (`is_floating`), ask for int64 "
        "otherwise, and hand it all to `np.prod`.",
    ),
    "prod_vjp": (
        "For [2, 0, 3] the gradient is [0, 6, 0]. Where does the 6 come from? And what would "
        "`out` divided by x be there?",
        "Every element gets the product of all the others: those before it, times those after it. "
        "For [a, b, c, d] the products before are [1, a, ab, abc], and those after are "
        "[bcd, cd, d, 1].",
        "From ops: begin with a slice of ones, multiply it by one slice of x after another "
        "(`narrow` of length 1), and `concatenate` what you get on the way. Do the same from the "
        "other end. The rule is g, reshaped so that it stands beside x, times both.",
        "With dim=None, and for a 0-d x, reshape x to one dim, use the rule along dim 0, and "
        "reshape back. Read a negative dim with `as_dim`, and make ones in the dtype of x. `out` "
        "is not needed at all.",
        "A long dim means many slices. A shorter way: move all elements on by one place, with a 1 "
        "in the gap, and multiply the result by itself moved on by 1, then by 2, 4, 8 places. "
        "After each step every place holds a product of twice as many elements.",
    ),
    "cumsum": (
        "NumPy has it. Which dtype should sums of bools or of int32 have, and what should become "
        "of a 0-d tensor?",
        "`np.cumsum` takes `axis` and `dtype`. As for `prod`, torch has int64 for all but "
        "floats. And where x is 0-d, NumPy gives back shape (1,).",
        "Read `dim` with `as_dim`, ask for int64 unless x is floating, and reshape the result to "
        "the shape of x, which changes something for 0-d only.",
    ),
    "defvjp(cumsum)": (
        "Which of the sums a, a + b, a + b + c have b in them? So which elements of g does b get?",
        "Each element gets the g of its own place and of all later ones: g = [1, 2, 4] becomes "
        "[7, 6, 4]. You need not turn anything around for this: think of the total, and of sums "
        "from the front.",
        "Take the total of g along `dim` (kept, so that it broadcasts), less the cumsum of g. That "
        "leaves what comes strictly later, so add g once for the element's own place. `sum` and "
        "`cumsum` are ops, so this runs on Tensors.",
    ),
    "var": (
        "The variance of 4 numbers: by what does NumPy divide the sum of squares, and by what does "
        "torch?",
        "By 4 and by 3. `np.var` has an argument `ddof` that is subtracted from the count. A given "
        "`correction` has the last word, also if it is 0; `unbiased` counts only without one.",
        "RuntimeError unless the dtype is floating. The correction is the given one if that is not "
        "None, else 1 or 0, as `unbiased` says; put this in a helper, since the rule needs it too. "
        "`np.var` takes it, the axes from `as_dims`, and `keepdims`.",
    ),
    "var_vjp": (
        "Add 10 to all elements. What happens to the variance? So what about an element matters "
        "for the slope?",
        "For [1, 2, 6] the mean is 3, and with g = 1 the gradient is [-2, -1, 3]: 2 (x - mean) "
        "over (count - correction), where the latter is 2.",
        "Count the elements of one reduction (the sizes of x along `as_dims`), less the correction "
        "as `var` finds it. Put g back beside x with a reshape, and multiply it by 2 over that "
        "number and by x minus its `mean` over the same dims, kept.",
        "`prod` and `sum` are ops here, so import `math.prod` under another name to count. If the "
        "count less the correction is 0, as for a single element, Python refuses to divide; torch "
        "says NaN (`math.nan`).",
    ),
    "defvjp(std)": (
        "std is the root of var, and you have a rule for either. How do two rules in a row make "
        "one?",
        "First the root: what arrives at var is g over 2 std. Then the rule of var takes it on "
        "from there, with the arguments that std was called with.",
        "Divide g by twice `out`, with a 1 put wherever `out` is 0: all elements equal their mean "
        "there, so the rest of the rule makes 0 of it, as in torch. Hand this to `var_vjp` in the "
        "place of g, and everything else, keywords included, as it came.",
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
    "l2_norm": (
        "How long is the arrow [3, 4]? Pythagoras knows it for any number of sides.",
        "Square, sum, root: it is an op of ndarrays, so NumPy may do all three. The sum is the one "
        "that has to know about dims.",
        "x times x, `np.sum` over the axes from `as_dims` with `keepdims` as asked, `np.sqrt`. "
        "Length 0 is nothing special here; only the rule will have to look out for it.",
    ),
    "defvjp(logsumexp)": (
        "If all elements grow by 0.1, by how much does logsumexp grow? So to what must the "
        "gradients of one reduction add up?",
        "Each element gets g times exp(x) over the sum of all exp(x). The log of that sum is "
        "`out`, so the quotient is exp(x - out). Nothing overflows, for `out` is at least as large "
        "as every x.",
        "Reshape g and `out` so that both stand beside x, with 1 for the reduced dims. Then "
        "multiply g by exp of x minus `out`, with the op `exp`, so that Tensors pass too.",
    ),
    "defvjp(l2_norm)": (
        "Stand at [3, 4], at distance 5 from the origin. Which way leads away from it fastest?",
        "Straight out, along x divided by its length: [0.6, 0.8]. At the origin that is 0 over 0, "
        "and torch says 0.",
        "Put a 1 wherever `out` is 0, as for std. Divide g by it, reshape the quotient so that it "
        "stands beside x, and multiply by x, which makes 0 where the 1 stood in.",
    ),
    "einsum": (
        "NumPy has an einsum too. What must be settled before you may ask it: which letters, which "
        "dtypes, whose errors?",
        "`read_equation` returns a list with the letters of each operand, and the letters of the "
        "result, with every ellipsis spelled out. From these you can write an equation that leaves "
        "nothing to guess.",
        "Read the equation; RuntimeError for operands of several dtypes. Join the operands' "
        "letters by commas, then an arrow and the result's letters, and call `np.einsum`. Its "
        "ValueError becomes a RuntimeError; `optimize` makes large products faster.",
    ),
    "einsum_vjp": (
        'The lesson does "ij,jk->ik" for x. Do it for y: g has the letters ik, x has ij, and jk '
        "must come out.",
        "g takes this operand's place, with the result's letters; the other operands stay; this "
        "operand's letters come out. The equation counts as argument 0, so `argnum` 1 is the first "
        "operand.",
        "List the terms and the arrays: the result's letters and g, then all other operands. If "
        'this operand has a letter that none of those have, like i in "ij->j", add a vector of '
        "ones of that size under this letter. Call the op `einsum`, so that Tensors pass.",
        'A letter that stands twice in this operand, as in "ii->i", was a diagonal. Let the '
        "second one come out under a new letter that is used nowhere, and add `np.eye` under the "
        "old letter and the new one. Ones and eye need the dtype of x, as einsum does not mix.",
        "If the others have a letter with size 1 only, because it was broadcast against x, it "
        "needs the ones as well. The other way round, where x had size 1, `unbroadcast` sums up "
        "afterwards.",
    ),
    "Reductions.__eq__": (
        "What should x == None be? And who settles it, your method or Python after it?",
        "If a method returns `NotImplemented` (returns it, no raise), Python asks the other side, "
        "and in the end compares identities. What does your answer consist of when `other` can be "
        "compared?",
        "If `other` is an Array, an ndarray, a NumPy scalar (`np.generic`) or a Number, return "
        "what the op `eq` says; for anything else, `NotImplemented`. `__ne__` will ask the same, "
        "so make it a helper.",
    ),
    "Reductions.__ne__": (
        "What should x != None be, and what does Python make of it if neither side knows?",
        "After `NotImplemented` from both sides Python compares identities, and two different "
        "objects are unequal: True. Turning `__eq__` around would not work, as `not` of a tensor "
        "with several elements raises.",
        "The same question as in `__eq__`, whether `other` is a tensor, an ndarray, a NumPy scalar "
        "or a number. Then the op `ne`, and otherwise `NotImplemented`.",
    ),
}
