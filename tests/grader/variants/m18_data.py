"""Wrong answers to m18 data."""

from tests.grader.variants import Variant

VARIANTS = [
    Variant(
        "orders the samples when it is made",
        "shuffled once for all epochs",
        ("RandomSampler.__init__", "RandomSampler.__iter__"),
        (
            """
            def __init__(self, data_source, replacement=False, num_samples=None, generator=None):
                self.data_source = data_source
                self.replacement = replacement
                self.num_samples = len(data_source) if num_samples is None else num_samples
                if self.num_samples < 1:
                    raise ValueError("nothing to draw")
                self.generator = generator
                self.own = generator or Generator().manual_seed(random_int64())
            """,
            """
            def __iter__(self):
                source, size = self.own, len(self.data_source)
                if self.replacement:
                    yield from randint((self.num_samples,), 0, size, generator=source).tolist()
                    return
                left = self.num_samples
                while left >= size:
                    yield from randperm(size, source).tolist()
                    left -= size
                yield from randperm(size, source).tolist()[:left]
            """,
        ),
        {
            "self.own = generator or Generator().manual_seed(random_int64())": "",
            "source, size = self.own,": "source = self.generator\n"
            "                if source is None:\n"
            "                    source = Generator().manual_seed(random_int64())\n"
            "                size =",
        },
    ),
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
        "rounds up, always",
        "drop_last is not in the length",
        "BatchSampler.__len__",
        """
        def __len__(self):
            samples = len(self.sampler)
            return math.ceil(samples / self.batch_size)
        """,
        {
            "return math.ceil(samples / self.batch_size)": "down = samples // self.batch_size\n"
            "            return down if self.drop_last else math.ceil(samples / self.batch_size)"
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
        "random_split",
        """
        def random_split(dataset, lengths, generator=None):
            size = len(dataset)
            if sum(lengths) <= 1 and math.isclose(sum(lengths), 1):
                if min(lengths) < 0 or max(lengths) > 1:
                    raise ValueError("no fraction")
                counts = [int(size * share) for share in lengths]
                part = len(counts) - 1
                while sum(counts) < size:
                    counts[part] += 1
                    part -= 1
            else:
                counts = list(lengths)
            if sum(counts) != size:
                raise ValueError("these do not add up")
            order, parts = randperm(size, generator).tolist(), []
            for count in counts:
                parts.append(Subset(dataset, order[:count]))
                order = order[count:]
            return parts
        """,
        {"part = len(counts) - 1": "part = 0", "part -= 1": "part += 1"},
    ),
    Variant(
        "the samples of a subset by their own number",
        None,
        "Subset.__getitem__",
        """
        def __getitem__(self, index):
            return self.dataset[index]
        """,
        {
            "return self.dataset[index]": "if isinstance(index, list):\n"
            "                return self.dataset[[self.indices[i] for i in index]]\n"
            "            return self.dataset[self.indices[index]]"
        },
    ),
]
