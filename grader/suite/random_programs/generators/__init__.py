"""Random programs, one file for each milestone that ends with them."""
