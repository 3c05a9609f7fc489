"""Known mistakes in data."""

from grader.feedback.known_misconceptions import Misconception

MISCONCEPTIONS = [
    Misconception(
        "shuffled once for all epochs",
        "RandomSampler.__init__",
        "self.generator = generator",
        "self.generator = generator or Generator().manual_seed(random_int64())",
        "Draw anew in every pass, from a new seed: a generator that is made together with the "
        "sampler is not where torch's second epoch comes from.",
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
        "        random_int64(self.generator)\n",
        "",
        "iter(loader) draws one seed even if nobody uses it: without it, all that is drawn later "
        "is another number than torch's.",
    ),
    Misconception(
        "the loader draws too late",
        "DataLoader.__iter__",
        "return map(self.fetch, batches)",
        "return iter([*map(self.fetch, batches)])",
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
        "drop_last is not in the length",
        "BatchSampler.__len__",
        "(rest > 0 and not self.drop_last)",
        "(rest > 0)",
        "len counts the batches that will come: a last one that is dropped does not.",
    ),
    Misconception(
        "Python floats are collated to float32",
        "default_collate",
        'tensor(batch, dtype=np.dtype("float64"))',
        "tensor(batch)",
        "A batch of Python floats is float64 in torch's default_collate, unlike tensor([...]).",
    ),
    Misconception(
        "samples are not turned inside out",
        "default_collate",
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
        "random_split",
        "(i < left)",
        "(i >= len(lengths) - left)",
        "What is left after rounding down goes to the first parts, one sample each.",
    ),
    Misconception(
        "IDX numbers keep the file's byte order",
        "parse_idx",
        "stored.astype(dtype)",
        "stored.copy()",
        "The file is big-endian; convert to the dtype of this computer, or no tensor can be made.",
    ),
    Misconception(
        "IDX sizes are read as little-endian",
        "parse_idx",
        '"big"',
        '"little"',
        "Sizes are big-endian: in 0, 0, 1, 2 the last byte counts ones, the one before it 256s.",
    ),
]
