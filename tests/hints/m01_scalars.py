"""Hints for m01 scalars, from a nudge to nearly the idea."""

HINTS = {
    "Value.__add__": (
        "If x grows by 0.1, by how much does x + y grow? And if y does?",
        "Both slopes are 1, so what arrives goes on to both as it is. What if both are the same "
        "value, as in x + x: how much should arrive there?",
        "`sin`, which is given, shows the form: a function `hand_on(g)` inside, which adds to the "
        "`grad` of each parent, and a new Value of the result, the parents and that function. "
        "Here there are two parents; `as_value` makes one of a plain number.",
    ),
    "Value.__mul__": (
        "If x grows by 0.1, by how much does x * y grow? Try it with y = 5.",
        "The slope towards x is what y is worth, and the other way around. Each share is that, "
        "times the gradient which has arrived at the product.",
        "As in `sin`, with two parents: each one's `grad` grows by g times the other's `data`. Add "
        "to what is there: in x * x both shares go to the same value.",
    ),
    "Value.__pow__": (
        "What is the slope of x³ at x = 2? Of 1 / x?",
        "School's rule: the slope of x to the n is n times x to the n - 1. It holds for negative "
        "and broken n, too. The exponent is a plain number, so there is one parent only.",
        "Form as in `sin`: the share is g, times the exponent, times the data to the power of the "
        "exponent less 1.",
    ),
    "Value.exp": (
        "Which function is its own slope?",
        "The slope is the result itself, so compute it once, before `hand_on`, which may use it "
        "later: a function remembers the names around it.",
        "`math.exp` of the data is both the data of the new Value and the slope by which g is "
        "multiplied on its way to the parent.",
    ),
    "Value.tanh": (
        "Far from 0 the curve is flat. What should the slope be there, and what at 0?",
        "Its slope, 1 - t², is told in terms of the result t, not of what went in. Who still has "
        "t when the gradient comes by?",
        "Note `math.tanh` of the data under a name; `hand_on` uses this name. Squashing it once "
        "more would give the slope at another place.",
    ),
    "Value.relu": (
        "Where does relu change nothing, and where does it answer 0 whatever comes in? What are "
        "the slopes there?",
        "The slope is 1 above 0, and 0 elsewhere. It depends on the data that went in, and not on "
        "the sign of the gradient that arrives.",
        "Python's comparison gives True or False, which count as 1 and 0 in a product: g times "
        "whether the data is above 0. The result is the larger one of the data and 0.",
    ),
    "Value.history": (
        "A value may be written down once all its parents have been. How does a function make "
        "sure of that, if it may call itself?",
        "An inner function `visit(value)`: visit each parent first, and then append the value. "
        "In the diamond of y = w * x + w, whom would it visit twice?",
        "Keep a set of those that have been seen, beside the list, and return at once for one in "
        "it. Mark a value when you enter it, append it when you leave it; then visit self.",
    ),
    "Value.backward": (
        "How fast does a number grow with itself? And where does the walk begin: in the past, or "
        "at the end?",
        "`history` has parents first. The walk needs the reverse: nobody may hand on before "
        "everything made from it has done so.",
        "Set this one's own gradient to 1. Then, for each value of the history, read backwards: "
        "call its `hand_on` with its `grad`.",
    ),
    "descend": (
        "`backward` adds to what is there. What is there after the last step?",
        "Three things in this order: set each parameter's `grad` to 0, call `backward` on the "
        "loss, and change each parameter's `data`.",
        "Downhill is against the gradient: subtract lr times `grad` from `data`. Change `data` "
        "itself: `parameter - ...` would make a new Value, with a history.",
    ),
}
