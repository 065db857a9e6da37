"""Why a store could not answer, whichever engine it is."""


class Stopped(Exception):
    """The query was interrupted: its deadline passed, its budget was spent, or nobody waits any more."""


class TooLarge(Exception):
    """The query needs more memory than it may use."""
