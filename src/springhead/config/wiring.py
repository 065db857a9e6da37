"""What connects the nouns without imports, all of it, and nowhere else.

Followers of the ledger, case types, job handlers, periodic work, and the panels that one noun shows on
another's page. `install()` runs once per process, after Django is ready.
"""


def install() -> None:
    """Connect the nouns."""
