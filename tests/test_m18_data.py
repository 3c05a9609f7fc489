"""m18 data: datasets, samplers, and batches in torch's own order."""

import pytest

from grader.asking.inputs import integers, normal


@pytest.mark.public
def test_a_random_split_by_fractions_is_torchs_from_the_same_seed(agree):
    def program(lib, x):
        lib.manual_seed(3)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x))
        parts = lib.utils.data.random_split(dataset, [0.5, 0.125, 0.375])
        return [[part[i] for i in range(len(part))] for part in parts]

    agree(program, normal(8, 2))


def test_fractions_are_rounded_down_and_the_first_parts_get_what_is_left(agree):
    def program(lib, n, fractions):
        generator = lib.Generator().manual_seed(5)
        parts = lib.utils.data.random_split(range(n), fractions, generator=generator)
        return [list(part) for part in parts]

    agree(program, 11, [0.3, 0.3, 0.4])
    agree(program, 10, [0.75, 0.25])
    agree(program, 9, [0.3, 0.4, 0.3])
    agree(program, 9, [0.5, 0.25, 0.25])


@pytest.mark.public
def test_a_random_sampler_has_a_new_order_for_every_pass(agree):
    def program(lib):
        lib.manual_seed(7)
        sampler = lib.utils.data.RandomSampler(range(9))
        return list(sampler), list(sampler), len(sampler)

    agree(program)


@pytest.mark.public
def test_a_batch_sampler_cuts_any_numbers_into_lists(agree):
    def program(lib, numbers, size, drop_last):
        batches = lib.utils.data.BatchSampler(numbers, size, drop_last)
        return list(batches), list(batches), len(batches)

    agree(program, [5, 3, 8, 1, 9], 2, False)
    agree(program, [5, 3, 8, 1, 9], 2, True)
    agree(program, [5, 3, 8, 1, 9, 2], 3, False)


@pytest.mark.public
def test_containers_are_turned_inside_out(agree):
    def program(lib, x):
        collate = lib.utils.data.default_collate
        pairs = collate([(row, 2 + i) for i, row in enumerate(x)])
        dicts = collate([{"x": row, "at": (i, [3.5, i])} for i, row in enumerate(x)])
        return pairs, dicts, collate([[0.5, 5], [1.5, 6]])

    agree(program, normal(3, 2))


def test_a_loader_hands_out_batches_of_which_the_last_is_smaller_or_dropped(agree):
    def program(lib, x, y, drop_last):
        dataset = lib.utils.data.TensorDataset(lib.tensor(x), lib.tensor(y))
        loader = lib.utils.data.DataLoader(dataset, batch_size=2, drop_last=drop_last)
        return list(loader), len(loader)

    agree(program, normal(5, 3), integers(0, 9, 5), False)
    agree(program, normal(5, 3), integers(0, 9, 5), True)
    agree(program, normal(4, 3), integers(0, 9, 4), True)


@pytest.mark.public
def test_a_shuffling_loader_follows_torchs_order_over_several_epochs(agree):
    def program(lib, x):
        lib.manual_seed(0)
        dataset = lib.utils.data.TensorDataset(lib.tensor(x))
        loader = lib.utils.data.DataLoader(dataset, batch_size=3, shuffle=True)
        return [[batch for (batch,) in loader] for _ in range(3)]

    agree(program, normal(5))


def test_any_class_with_a_length_and_items_is_a_dataset(agree):
    def program(lib, x):
        class Squares(lib.utils.data.Dataset):
            def __len__(self):
                return len(x)

            def __getitem__(self, i):
                return {"root": x[i], "square": lib.tensor(x[i] ** 2)}

        lib.manual_seed(2)
        return list(lib.utils.data.DataLoader(Squares(), batch_size=2, shuffle=True))

    agree(program, normal(5))


def test_collate_fn_makes_the_batches(agree):
    def program(lib, x, y):
        data = lib.utils.data

        def padded(samples):
            return lib.stack([x * y for x, y in samples]), len(samples)

        dataset = data.TensorDataset(lib.tensor(x), lib.tensor(y))
        return list(data.DataLoader(dataset, batch_size=2, collate_fn=padded))

    agree(program, normal(5, 3), normal(5))


@pytest.mark.edge_case
def test_nothing_is_drawn_before_the_first_number_is_asked_for(agree):
    def program(lib):
        lib.manual_seed(7)
        numbers = iter(lib.utils.data.RandomSampler(range(9)))
        before = lib.randperm(6)
        return before, list(numbers), lib.randperm(6)

    agree(program)


@pytest.mark.edge_case
def test_a_sampler_may_draw_more_numbers_than_there_are_or_some_of_them_twice(agree):
    def program(lib, n, replacement):
        lib.manual_seed(7)
        sampler = lib.utils.data.RandomSampler(range(5), replacement, num_samples=n)
        return list(sampler), list(sampler), len(sampler)

    for n in (3, 13):
        agree(program, n, False)
    for n in (7, 70):
        agree(program, n, True)


@pytest.mark.edge_case
def test_a_loader_with_a_generator_leaves_the_default_one_alone(agree):
    def program(lib):
        lib.manual_seed(0)
        generator = lib.Generator().manual_seed(4)
        loader = lib.utils.data.DataLoader(range(7), 3, shuffle=True, generator=generator)
        batches = [list(loader), list(loader)]
        return batches, lib.randperm(6, generator=generator), lib.randperm(6)

    agree(program)


@pytest.mark.edge_case
def test_one_seed_is_drawn_at_once_and_the_other_with_the_first_batch(agree):
    def program(lib):
        lib.manual_seed(0)
        batches = iter(lib.utils.data.DataLoader(range(7), batch_size=3, shuffle=True))
        at_once = lib.randperm(6)
        first = next(batches)
        return at_once, first, lib.randperm(6), list(batches), lib.randperm(6)

    agree(program)


@pytest.mark.edge_case
def test_a_derived_dataset_has_its_say_about_every_sample(agree):
    def program(lib, x):
        class Doubled(lib.utils.data.TensorDataset):
            def __getitem__(self, i):
                return super().__getitem__(i)[0] * 2, i

        dataset = Doubled(lib.tensor(x))
        part = lib.utils.data.Subset(dataset, [3, 0, 4])
        return list(lib.utils.data.DataLoader(part, batch_size=2))

    agree(program, normal(5))


@pytest.mark.edge_case
def test_named_tuples_keep_their_names(agree):
    def program(lib, x):
        class Sample(tuple):
            _fields = ("x", "y")

            def __new__(cls, x, y):
                return tuple.__new__(cls, (x, y))

            @classmethod
            def _make(cls, values):
                return cls(*values)

        batch = lib.utils.data.default_collate([Sample(row, i) for i, row in enumerate(x)])
        return list(batch), type(batch).__name__

    agree(program, normal(3, 2))


@pytest.mark.edge_case
def test_samples_that_do_not_match_make_no_batch(agree):
    def program(lib, batch):
        return lib.utils.data.default_collate(batch)

    agree(program, [(1, 2), (3, 4)])
    agree(program, [(1, 2), (3,)], raises=RuntimeError)
    agree(program, [(1, None), (2, None)], raises=TypeError)
