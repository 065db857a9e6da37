"""What connects the nouns without imports, all of it, and nowhere else.

Followers of the ledger, case types, job handlers, periodic work, and the panels that one noun shows on
another's page. `install()` runs once per process, after Django is ready.
"""

from springhead.foundation.agencies import registry as agencies


def install() -> None:
    """Connect the nouns."""
    agencies.install(sign_in=("demo/accounts.html",))
