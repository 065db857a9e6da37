"""Top room: pages that show several nouns, and other people's protocols."""
