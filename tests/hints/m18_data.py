"""Hints for m18 data, from a nudge to nearly the idea."""

HINTS = {
    "part_sizes": (
        "Split 11 samples by [0.3, 0.3, 0.4], by hand. What are the lengths after rounding down, "
        "how many samples are left over, and who gets them?",
        "They are 3, 3 and 4, and one sample is left, for the first part: [4, 3, 4]. Can there be "
        "more left over than there are parts?",
        "Multiply each fraction by the total and round down (`math.floor`). The rest is the total "
        "less their sum: as many of the first parts get one more. `enumerate` tells which part is "
        "whose turn.",
    ),
    "RandomSampler.__iter__": (
        "When does a function that has a `yield` in it run its first line? Put a print there, and "
        "see.",
        "Without a generator: one seed by `random_int64`, and a new Generator started from it by "
        "`manual_seed`, in every pass. With one: take it as it is, without a seed. And 13 numbers "
        "out of 5 are two whole permutations, and 3 numbers of another.",
        "Write a generator function, and settle first where to draw from. With replacement: "
        "`randint`, from 0 to n, of shape (AT_ONCE,), and of what is left at the end. Without: a "
        "whole `randperm(n)` as often as it fits into `num_samples`, then one more, of which only "
        "the rest is taken. Yield Python ints (`tolist`).",
        "Easily forgotten: torch draws that last permutation even when the rest is 0, and whoever "
        "draws next from a given generator notices. The seed comes from the default generator "
        "only, and n is the length of the source, not `num_samples`.",
    ),
    "BatchSampler.__iter__": (
        "Cut 5, 3, 8, 1, 9, 2, 7 into lists of 3. What is special about the last list? And without "
        "the 7, how many lists are there, and is any of them empty?",
        "`itertools.islice` takes the next few numbers of an *iterator*. Of a list it would take "
        "the first few, again and again: so make one iterator at the start. What does it give when "
        "nothing is left?",
        "Write a generator function, so that the sampler is not asked too soon. Take lists of at "
        "most `batch_size` numbers from one iterator until a list is empty; yield each that is "
        "full, and a shorter one unless `drop_last`. Each list is a new one, for whoever gets it "
        "may keep it.",
    ),
    "inside_out": (
        "The samples are (x0, 7), (x1, 8), (x2, 9). What should the batch be? Turn them inside out "
        "on paper before you write anything.",
        "`zip` makes columns of rows. Each column is a batch of samples itself, so `collate` makes "
        "a tensor of it, or goes deeper. What are the columns of dicts?",
        "Go by the first sample. Mappings: for each key, collate the list of all its values, into "
        "a dict. All else: collate each column, and put what comes out into a list.",
        "Easily forgotten: tuples and lists both give a list, but a named tuple (it has `_fields`) "
        "gives one of its own kind, whose class takes the fields one by one.",
    ),
    "DataLoader.__iter__": (
        "There are two draws, at two moments. Which one happens when `iter(loader)` is called, and "
        "which only with the first batch?",
        "With a `yield` in this method, nothing would happen before the first batch. So write it "
        "without one, and return an iterator. Which built-in function makes one that calls `fetch` "
        "only when a batch is asked for?",
        "Make an iterator of `batch_sampler`, draw one seed from the loader's `generator` "
        "(`random_int64`) and forget it, also if nothing is shuffled. Return a `map` of `fetch` "
        "over the iterator. A list of batches would be too soon: the sampler would draw its seed "
        "now.",
    ),
    "DataLoader.fetch": (
        "For the numbers [3, 0], which list should `collate_fn` be given? And when does one index "
        "with [3, 0] make the same batch, much faster?",
        "The short way is open only if the collating is the default one *and* `takes_lists` "
        "agrees. A class derived from TensorDataset may do something to every sample, so "
        "`isinstance` would say yes too often.",
        "If `collate_fn` is `default_collate` itself and the dataset takes lists, index the "
        "dataset once with all the numbers, and make a list of the tuple. Otherwise get the "
        "samples one by one, in order, and return what `collate_fn` makes of the list of them.",
    ),
}
