"""A nursery in which all officers of an agency, and all operators, leave at once."""

import sys

from tests.support import nursery
from tests.support.crowding import together


def main() -> None:
    nursery.set_up()
    from springhead.engine.kernel.actors import Actor, Role
    from springhead.foundation.agencies import actions, leaving
    from springhead.foundation.agencies.models import Agency, Membership, Person

    by = Actor(id="pe_operator0", roles=frozenset({Role.OPERATOR}))
    rounds = [(Role.OFFICER, "last-officer"), (Role.OPERATOR, "last-operator")]
    for number, (role, refusal) in enumerate(rounds * 2):
        place = (
            Agency.objects.create(names={"zh-Hant": f"署{number}"}, name_key=f"署{number}")
            if role is Role.OFFICER
            else None
        )
        Membership.objects.filter(role=Role.OPERATOR).delete()
        people = [Person.objects.create(email=f"p{number}{n}@example.test") for n in range(4)]
        held = [Membership.objects.create(person=one, agency=place, role=role) for one in people]
        acts = [  # half of them by losing the role, half by losing the account
            (lambda one=one: actions.end_role(one.pk, by=by))
            if n % 2
            else (lambda one=one: leaving.disable(one.person.public_id, by=by) and None)
            for n, one in enumerate(held)
        ]
        answers = together(acts)
        left = Membership.objects.filter(role=role, agency=place, valid_to=None, person__is_active=True)
        nursery.say(what=str(role), answers=answers, left=left.count(), refusal=refusal)


if __name__ == "__main__":
    sys.exit(main())
