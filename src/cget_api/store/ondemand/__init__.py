"""A register too large to be held whole, read where it is asked: one set-based statement for each level of a query."""
