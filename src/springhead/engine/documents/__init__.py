"""Documents for people's files: one description of a paper, written as ODT to edit, PDF to keep, HTML to read."""
