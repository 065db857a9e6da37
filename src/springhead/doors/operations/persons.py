"""Who sits at the machine: an operator, proven by their own password."""

import sys
from getpass import getpass

from springhead.doors.operations.texts import NOT_AN_OPERATOR
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import actor_of


def operator(email: str) -> str:
    """Ask for the password of this person; return their public id. Raises `Refused` for anybody else."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    word = _password(email)
    known = person is not None and person.check_password(word)
    if person is None or not known or Role.OPERATOR not in actor_of(person).roles:
        raise Refused(NOT_AN_OPERATOR.at(email))
    return str(person.public_id)


def _password(email: str) -> str:
    prompt = f"{email} 的密碼 password: "
    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
