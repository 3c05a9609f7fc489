"""The mistakes that can be made in any milestone, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "nothing is returned"
SCALAR = "a NumPy scalar stands for a number"
SEQUENCE = "a list, a tuple or an iterator stands for another of the three"
FLOAT32 = "the numbers went through float32"
TYPE = "the answer is right, but has the wrong type"
DTYPE = "the answer is right, but has another dtype"
NAMES = (NOTHING, SCALAR, SEQUENCE, FLOAT32, TYPE, DTYPE)

SAYS = {
    NOTHING: "There is a way through {through} on which whoever calls it gets None: it ends "
    "without `return`, or returns nothing. End each way with `return` and the result.",
    SCALAR: "What `{where}` computes is right, but NumPy wraps a single number in a type of its "
    "own, and `-> {promise}` means Python's: `float(...)` or `.item()` takes it out.",
    SEQUENCE: "What `{where}` puts together is right, but not the kind of sequence: it says "
    "`-> {promise}`, and a list, a tuple and an iterator are three things. `list(...)` and "
    "`tuple(...)` make one of another.",
    FLOAT32: "`{where}` turns numbers into float32, which keeps only the first 7 digits. The "
    "others do not come back in a wider dtype. Leave numbers in the dtype they come in.",
    TYPE: "What `{where}` computes is right, but it hands it over as something else than "
    "`-> {promise}` says.",
    DTYPE: "What `{where}` computes is right, but in {mine}, where {right} is expected: somewhere "
    "on the way something of another dtype comes in, such as `np.float64(1)`, or an array that was "
    "made without `dtype=`. Keep to the dtype of what you were given.",
}


@dataclass(frozen=True)
class GeneralMistake:
    """One of these mistakes, at a place of a learner's file, in this line of it; perhaps in a
    function inside."""

    name: str
    where: str
    line: int
    promise: str = ""
    inside: str = ""
    dtypes: tuple[str, str] = ("", "")  # the learner's, and the right one

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def says(self) -> str:
        through = f"`{self.inside}`, in `{self.where}`," if self.inside else f"`{self.where}`"
        mine, right = self.dtypes
        return SAYS[self.name].format(
            where=self.where, promise=self.promise, through=through, mine=mine, right=right
        )
