"""Hints for m03 computation graph, from a nudge to nearly the idea."""

HINTS = {
    "primitive": (
        "In `2 - x` the tensor is the second argument, and in `sub(3.0, 1.0)` there is none. How "
        "does the op find out whom to ask?",
        "`primitive` returns a function: a closure that remembers `function`, takes any "
        "arguments, and may mention its own name, which is what `op` stands for. A drawing will "
        "want to know what it is called: look up `functools.wraps`.",
        "Inside, define a function that takes positional and keyword arguments, wrapped so that "
        "it keeps name and docstring. It goes through the positional ones and hands the call over "
        "at the first Array: to the `interpreter` of that array's class. If it finds none, it "
        "calls `function` itself.",
        "Easily forgotten: the interpreter gets the op (your inner function, not `function`) "
        "first, then `function`, then the arguments as one tuple and the keywords as one dict. "
        "Ask the class for it rather than calling `record`: other classes will have others.",
    ),
    "record": (
        "Take mul(c, x) and mul(x, 2.5), where only x requires a gradient. What does NumPy "
        "compute with, and what should the note remember of each argument?",
        "For each argument there are two answers. One that requires a gradient: itself in `args`, "
        "its ndarray in `values`; a constant Array: its ndarray in both; a NumPy scalar: its "
        "`item` in both; anything else: itself in both.",
        "Go through the arguments once and build both lists, noting the class of the first Array "
        "and whether any Array requires a gradient. Call `function` on the values, with the "
        "keywords, and make an ndarray of what comes back. Then return an object of that class, "
        "with a note or without.",
        "The note is made only if something requires a gradient, recording is on, and the "
        "result's dtype is floating; the result then requires one too, or the graph would end "
        "there. It names `op`, not `function`; args and values are tuples, params are the "
        "keywords, nothing is copied, and the version is what `changes.now()` says.",
    ),
    "parents": (
        "`record` has settled what is a constant. What is left in the note's `args` that is an "
        "Array?",
        "In `mul(2, x)` the args are 2 and x; in `mul(x, x)` they are x and x. Numbers and "
        "ndarrays stand among them, and a leaf has no note at all.",
        "A leaf has none: (). Otherwise pick the Arrays out of the note's `args` (not `values`), "
        "in order, and return them as a tuple. Let repeats stay: x was used twice, and both uses "
        "will send a gradient, so no set and no dict.",
    ),
    "Recorded.is_leaf": (
        "A weight that you made by hand requires a gradient, a constant does not. Which of the "
        "two is a leaf?",
        "Both are: nobody computed them by an op that is on record. So `requires_grad` can't "
        "tell; which of the four slots can?",
        "An array is a leaf if there is None in its slot `node`. Answer with a bool, and ask by "
        "identity: `is`, not `==`.",
    ),
    "is_grad_enabled": (
        "There is one switch for all of this, and the lesson names it. Where is it?",
        "The object `recording`, given above, has an attribute `enabled`, which each thread has "
        "for itself. Ask it anew at each call.",
        "Return the attribute `enabled` of `recording`. Being inside a `no_grad` block makes no "
        "difference here, for the block has set the switch.",
    ),
    "grad_mode.__init__": (
        "`quiet = no_grad()` on a line of its own: should recording be off on the next line?",
        "No, only once its block begins, so all that happens here is noting things. One is what "
        "to switch to; the other will be needed at the end of the block, and an object can be "
        "entered while it is entered: how many answers must it hold?",
        "Keep the flag, and an empty list for what will be found at each entering. Leave the "
        "switch alone. The list belongs to this object, so make it here and not in the class.",
    ),
    "grad_mode.__enter__": (
        "A decorated function that calls itself enters the same object twice before leaving it "
        "once. What happens to the first memory if there is room for one only?",
        "Remember first, switch afterwards. What is remembered is how recording was, not what "
        "this block wants, and it goes on top of a list.",
        "Append the switch's present state to your list, and then set the switch to the flag you "
        "were made with. There is nothing to return.",
    ),
    "grad_mode.__exit__": (
        "Inside an outer `no_grad`, an inner one ends. Should recording be on now?",
        "As it was before: neither always on, nor always the opposite of the block's flag. And "
        "Python calls `__exit__` after an exception too; if it returns something true, the "
        "exception is forgotten.",
        "Take the latest memory off your list (`pop`) and set the switch to it, whether there was "
        "an exception or not. Return nothing.",
    ),
    "no_grad": (
        "With parentheses and without: `@no_grad()` and `@no_grad` are two different calls. What "
        "does Python hand over in each?",
        "`with no_grad():` and `@no_grad()` both call it with nothing and want a `grad_mode`, "
        "which, as a ContextDecorator, is a block and a decorator in one. `@no_grad` calls it "
        "with the function itself, and wants a function back.",
        "Make a `grad_mode` with recording off. Without a function, return it; with "
        "one, let it decorate the function, by calling it with the function, and return the "
        "result. ContextDecorator keeps the function's name and enters the block at each call.",
    ),
}
