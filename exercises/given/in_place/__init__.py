"""What is changed in place, on the record: the tensor before, and what it has become. (Given code.)

The operators themselves, `x += y` and `x.add_(y)`, are in ops/in_place.

Each file, the first lesson that reads it (-: none), and what is in it:

history    computation_graph  what a tensor was before; which one a note means
views      indexing           tensors that share the memory of another, and how they find it
reads      -                  which values the rules of an op read
parts      -                  an op that puts a part into a tensor; views without a history
bases      -                  changing a tensor with all of its views; refuses leaves
memory     -                  where a tensor's elements lie in memory
twins      -                  more methods whose names end in `_`, or that have two names
on_record  -                  what a tensor becomes by a change that is recorded
"""
