"""Data to learn from, files to keep, and what a training run shows. (Given code.)

Each file, the first lesson that reads it (-: none), and what is in it:

load_state        -               copying a state into tensors that are there
save_and_load     training        states and nested data in files; states for other libraries
save_format       -               nested data as a description and a list of ndarrays, and back
idx_files         data            the files in which MNIST comes, as ndarrays
worker_arguments  data            Sampler; what a DataLoader is told about workers
read_ahead        data            batches that a thread fetches while others are worked on
more_samplers     -               WeightedRandomSampler, SubsetRandomSampler; ConcatDataset
mnist             -               `autodiff.mnist`: 28 x 28 images of digits
text              -               `autodiff.text`: a play, and characters as numbers
progress          -               a progress bar
text_table        debugging       rows of text as a table in aligned columns
"""
