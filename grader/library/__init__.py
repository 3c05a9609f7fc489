"""Which file stands for each module of the library that is graded."""
