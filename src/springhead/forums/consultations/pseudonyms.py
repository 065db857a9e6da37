"""Names under which voices are published: the same within one consultation, and different for comments and votes.

Whoever knows that a masked name wrote a comment cannot tell from it how the same person voted, nor find the person in
another consultation: the key of a consultation never leaves the database.
"""

from typing import Final

from springhead.engine.opinions.votes import pseudonym
from springhead.forums.consultations.models import Consultation
from springhead.foundation.cases.askers import voice_of

COMMENT: Final = "comment"
VOTE: Final = "vote"


def of(row: Consultation, party_id: str, what: str) -> str:
    """Return the pseudonym of a party for its comments or its votes (COMMENT, VOTE)."""
    return pseudonym(f"{what}:{voice_of(party_id)}", bytes.fromhex(row.key))
