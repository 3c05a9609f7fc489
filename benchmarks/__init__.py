"""How fast the library is, beside the same maths written by hand, torch and HIPS autograd."""
