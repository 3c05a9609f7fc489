"""What torch calls an argument, and what it may be called here. (Given code.)"""

# What torch calls an argument, and what it may be called here.
NAMES = """
    other: y dim source, axis: dim, keepdims: keepdim, exponent: y, mat2: y, tensor: y x, vec: y,
    vec2: y, x2: y x2, size: shape, batch1: mat1, batch2: mat2, dim0: axis0, dim1: axis1,
    split_size_or_sections: split_size, indices_or_sections: sections,
    tensor_indices_or_sections: sections, indices: sections, value: src, func: f, modules: items,
    parameters: items, values: items, from: low, to: high, element: elements,
    test_element: test_elements
"""
SAME = dict(map(str.strip, row.split(":")) for row in NAMES.split(","))
FIRST = ("input", "self", "x", "a", "A", "x1", "tensor")  # all names of what a function is about
WHERE = {"input": "x", "self": "x", "other": "y"}  # `where` alone has something before it
SIZES = {"size", "sizes", "shape", "dims", "repeats"}  # one tuple in the place of several numbers
