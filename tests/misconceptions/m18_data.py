"""Known mistakes in data."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "every pass has the same order",
        "RandomSampler.__iter__",
        "generator = Generator().manual_seed(random_int64())",
        "generator = Generator().manual_seed(0)",
        "Draw a new seed in every pass, or all epochs have one order.",
    ),
    Misconception(
        "the sampler takes the default generator itself",
        "RandomSampler.__iter__",
        "generator = Generator().manual_seed(random_int64())",
        "pass",
        "Without a generator of its own, the sampler draws one seed and starts a new Generator "
        "with it. Taking randperm from the default generator gives another order.",
    ),
    Misconception(
        "a given generator only lends a seed",
        "RandomSampler.__iter__",
        "if generator is None:\n            generator = Generator().manual_seed(random_int64())",
        "generator = Generator().manual_seed(random_int64(generator))",
        "A sampler that was given a generator takes randperm from it directly; only without one is "
        "a seed drawn first.",
    ),
    Misconception(
        "the loader draws nothing",
        "DataLoader.__iter__",
        "seed = random_int64(self.generator)",
        "seed = 0",
        "iter(loader) draws one seed even if nobody uses it: without it, all that is drawn later "
        "is another number than torch's.",
    ),
    Misconception(
        "the loader draws too late",
        "DataLoader.__iter__",
        "map(self.fetch, batches)",
        "iter([*map(self.fetch, batches)])",
        "Only one seed is drawn when the loop starts. The sampler draws its own when the first "
        "batch is asked for, and batches are made one at a time.",
    ),
    Misconception(
        "the smaller last batch is lost",
        "BatchSampler.__iter__",
        "len(batch) == self.batch_size or not self.drop_last",
        "len(batch) == self.batch_size",
        "The samples that do not fill the last batch are handed out too, unless drop_last says "
        "otherwise.",
    ),
    Misconception(
        "samples are not turned inside out",
        "inside_out",
        "zip(*batch, strict=True)",
        "batch",
        "A batch of pairs is a pair of batches: collate all first parts together, then all second "
        "parts.",
    ),
    Misconception(
        "a derived dataset is bypassed",
        "DataLoader.fetch",
        "takes_lists(self.dataset)",
        "isinstance(self.dataset, TensorDataset | Subset)",
        "A class derived from TensorDataset may do something to each sample, and a Subset may be "
        "one of any dataset; ask takes_lists.",
    ),
    Misconception(
        "leftover samples go to the last part",
        "part_sizes",
        "(i < left)",
        "(i >= len(sizes) - left)",
        "What is left after rounding down goes to the first parts, one sample each.",
    ),
    Misconception(
        "fractions are rounded to the nearest",
        "part_sizes",
        "math.floor(total * fraction)",
        "round(total * fraction)",
        "Together the parts may then need more samples than there are. Round down, and give away "
        "what is left.",
    ),
    Misconception(
        "only what is needed is drawn",
        "RandomSampler.__iter__",
        "[*[n] * whole, rest]",
        "[*[n] * whole, rest][: whole + (rest > 0)]",
        "torch draws one more permutation even if it needs none of it; whoever draws next from the "
        "same generator notices.",
    ),
    Misconception(
        "named tuples lose their names",
        "inside_out",
        'type(first)(*columns) if hasattr(first, "_fields") else columns',
        "columns",
        "A batch of named tuples is a named tuple of batches: `batch.x` should go on working.",
    ),
    Misconception(
        "a dict of samples is a list of its keys",
        "inside_out",
        "    if isinstance(first, Mapping):\n"
        "        return {key: collate([sample[key] for sample in batch]) for key in first}\n",
        "",
        "Going through a dict gives its keys. Collate the values of each key.",
    ),
]
