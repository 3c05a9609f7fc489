"""Hints for m18 data, from a nudge to nearly the idea."""

HINTS = {
    "TensorDataset.__init__": (
        "If x has 5 rows and y has 4, what would be the last sample?",
        "The number of rows is the `len` of a tensor, its first size; the other sizes may differ. "
        "Which error does torch raise here?",
        "Compare the number of rows of each tensor with that of the first, and raise "
        "AssertionError if one differs; raise it yourself, since `python -O` leaves out assert "
        "statements. Keep the tensors, as the tuple that they came in, in the attribute `tensors`.",
    ),
    "TensorDataset.__getitem__": (
        "A sample has one row of each tensor. What is dataset[3] if there is only a single tensor: "
        "a row, or something with a row in it?",
        "A tensor can be indexed with 3, with -1, with a slice and with [4, 0, 4]. How much of "
        "that do you have to handle yourself, if you hand the index on as it is?",
        "Index each of the `tensors` with the same index, and return a tuple of what they give, "
        "also for a single tensor. A list of numbers so gives a batch of each, in the order of the "
        "list, repeats included.",
    ),
    "TensorDataset.__len__": (
        "All tensors have equally many rows. Which one will you ask?",
        "`len` of a tensor is its first size. `len` of the tuple `tensors` is something else: "
        "what?",
        "Return the number of rows of the first of the `tensors`. It is neither how many tensors "
        "there are nor how many elements they hold.",
    ),
    "random_split": (
        "Split 11 samples by [0.3, 0.3, 0.4], by hand. What are the lengths after rounding down, "
        "how many samples are left over, and who gets them?",
        "Fractions are told from lengths by their sum: `math.isclose` to 1, and not above 1. After "
        "rounding, 3, 3 and 4 leave one sample over, for the first part. Then one `randperm(n)` is "
        "cut up in order: [4, 3, 4] takes its first four numbers, the next three, the last four.",
        "If the lengths sum to 1: ValueError unless each lies in [0, 1]; multiply by n, round "
        "down, and add 1 to as many of the first parts as samples are left. In any case: "
        "ValueError unless the lengths sum to n. Draw one `randperm` from the generator, as Python "
        "ints (`tolist`), and make a Subset of each piece.",
    ),
    "RandomSampler.__init__": (
        "What has to be remembered until a pass begins, and what must not be drawn yet?",
        "A generator that is made here would be the same for all passes, and torch takes a new "
        "seed for each. So what should `generator` be, when None was given?",
        "Keep `data_source`, `replacement`, `num_samples` (the length of the source if it is None) "
        "and `generator` as they are, None included. ValueError unless `num_samples` is positive: "
        "0 is not None, and an empty source gives 0 as well. Draw nothing.",
    ),
    "RandomSampler.__iter__": (
        "When does a function that has a `yield` in it run its first line? Put a print there, and "
        "see.",
        "Without a generator: one seed by `random_int64`, and a new Generator started from it by "
        "`manual_seed`, in every pass. With one: take it as it is, without a seed. And 13 numbers "
        "out of 5 are two whole permutations, and 3 numbers of another.",
        "Write a generator function, and settle first where to draw from. With replacement: one "
        "`randint` of shape (num_samples,), from 0 to n. Without: a whole `randperm(n)` as often "
        "as it fits into `num_samples`, then one more, of which only the rest is taken. Yield "
        "Python ints (`tolist`).",
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
    "BatchSampler.__len__": (
        "Seven numbers in lists of 3: how many lists, with and without `drop_last`? And six "
        "numbers?",
        "It is 2 and 3, and 2 in both cases for six. `divmod` gives the full lists and the rest at "
        "once. When does the rest make a list?",
        "The number of full lists, and one more if there is a rest that `drop_last` does not drop. "
        "Ask the sampler for its `len`; going through its numbers would draw them.",
    ),
    "default_collate": (
        "The samples are (x0, 7), (x1, 8), (x2, 9). What should the batch be? Turn them inside out "
        "on paper before you write anything.",
        "`zip` makes columns of rows. Each column is a batch of samples itself, so the same "
        "function collates it. Go by the type of the first sample, and mind what is also something "
        "else: np.float64 is a Python float, True an int, a str a Sequence, a named tuple a tuple.",
        "In this order: stack tensors; wrap ndarrays (`from_numpy`) and stack; Python floats into "
        "one float64 tensor; ints, bools and NumPy scalars into one tensor; leave str and bytes as "
        "they are; mappings key by key into a dict; sequences column by column, RuntimeError first "
        "if their lengths differ.",
        "Easily forgotten: `tensor` of Python floats is float32, so name the dtype, but a "
        "np.float32 stays float32; tuples and lists both give a list, and a named tuple (it has "
        "`_fields`) one of its own kind; anything else, None too, is a TypeError.",
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
    "parse_idx": (
        "Read the bytes 0 0 8 2, 0 0 0 2, 0 0 0 3 and six more by hand. Which type, which shape, "
        "and which bytes are the second row?",
        "`int.from_bytes` makes a number of four bytes, if you say which end comes first: 0 0 1 2 "
        "is 258. `np.frombuffer` reads numbers from an offset on, and `newbyteorder` gives a dtype "
        "with the byte order that you name.",
        "Check the first four bytes; find where the numbers start, 4 bytes on for each dimension; "
        "check that the header is all there; read the sizes. Check the length: the product of the "
        "sizes, times the bytes per number, and no byte more. Read as big-endian, convert with "
        "`astype`, reshape.",
        "Easily forgotten: all damage is a ValueError, and an empty or short file must not end in "
        "an IndexError; one byte too many is as wrong as one too few; what `np.frombuffer` gives "
        "can't be written to, and is big-endian, so the copy has to be of this computer's own "
        "dtype.",
    ),
}
