"""Documents for people's files: one description of a paper, written as ODT to edit and as PDF to keep."""
