"""One query tree for every engine: the row grammar reads into it, two compilers write it as SQL."""
