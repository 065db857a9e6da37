"""Makes the people of `bench requests` on a fresh installation: an asker and an officer of many agencies, with keys."""

import json
import sys


def main() -> None:
    """Print the agencies and the two keys as JSON."""
    import django

    django.setup()
    from django.db import transaction

    from springhead.engine.kernel.actors import Role, machine
    from springhead.foundation.agencies.actions import appoint, make_key
    from springhead.foundation.agencies.commands import MakeKey
    from springhead.foundation.agencies.models import Agency, Person
    from springhead.foundation.agencies.queries import actor_of
    from springhead.foundation.agencies.rules import Scope

    agencies = list(
        Agency.objects.filter(merged_into=None, ended=False).exclude(valid_from__gt="2014-01-01")[:20]
    )
    secrets = {}
    for name in ("asker", "officer"):
        person = Person.objects.create(email=f"{name}@bench.example", display_name=name)
        if name == "officer":
            for agency in agencies:
                with transaction.atomic():
                    appoint(person, Role.OFFICER, agency, by=machine("bench"))
                person.memberships.update(valid_from="2014-01-01")
        _, secrets[name] = make_key(MakeKey(name, (Scope.CASES,), 366), owner=person, by=actor_of(person))
        person.api_keys.update(expires_at="2099-01-01T00:00:00Z")
    json.dump({"agencies": [one.public_id for one in agencies], **secrets}, sys.stdout)


if __name__ == "__main__":
    main()
