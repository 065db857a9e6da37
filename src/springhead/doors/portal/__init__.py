"""Pages that show several nouns: the front page and search."""
