"""Wrong answers to m18 data."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "collects until a batch is full",
        "the smaller last batch is lost",
        "BatchSampler.__iter__",
        """
        def __iter__(self):
            batch = []
            for number in self.sampler:
                batch.append(number)
                if len(batch) == self.batch_size:
                    yield batch
                    batch = []
        """,
        {
            "                    batch = []\n": "                    batch = []\n"
            "            if batch and not self.drop_last:\n"
            "                yield batch\n"
        },
    ),
    Variant(
        "a loader that is a plain generator",
        "the loader draws nothing",
        "DataLoader.__iter__",
        """
        def __iter__(self):
            batches = iter(self.batch_sampler)
            return (self.fetch(numbers) for numbers in batches)
        """,
        {"return (self.fetch": "random_int64(self.generator)\n            return (self.fetch"},
    ),
    Variant(
        "hands what is left to the last parts",
        "leftover samples go to the last part",
        "part_sizes",
        """
        def part_sizes(total, fractions):
            counts = [int(total * share) for share in fractions]
            part = len(counts) - 1
            while sum(counts) < total:
                counts[part] += 1
                part -= 1
            return counts
        """,
        {"part = len(counts) - 1": "part = 0", "part -= 1": "part += 1"},
    ),
    Variant(
        "one seed for all orders",
        "every pass has the same order",
        "RandomSampler.__iter__",
        """
        def __iter__(self):
            source, size = self.generator, len(self.data_source)
            if source is None:
                seed = 0
                source = Generator().manual_seed(seed)
            if self.replacement:
                yield from randint((self.num_samples,), 0, size, generator=source).tolist()
                return
            left = self.num_samples
            while left >= size:
                yield from randperm(size, source).tolist()
                left -= size
            yield from randperm(size, source).tolist()[:left]
        """,
        {"seed = 0": "seed = random_int64()"},
    ),
    Variant(
        "pairs stay pairs",
        "samples are not turned inside out",
        "inside_out",
        """
        def inside_out(batch, collate):
            kind = type(batch[0])
            if isinstance(batch[0], Mapping):
                keys = list(batch[0])
                return dict(zip(keys, [collate([each[key] for each in batch]) for key in keys]))
            parts = [collate(list(part)) for part in batch]
            return kind(*parts) if hasattr(kind, "_fields") else parts
        """,
        {"for part in batch]": "for part in zip(*batch)]"},
    ),
]
