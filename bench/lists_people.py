"""Makes the people whose desks `bench lists` opens, signed in already; prints their session keys as JSON."""

import json
import sys


def main() -> None:
    """Print a session key for an officer, a policy officer and a secretary."""
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from springhead.engine.kernel.actors import Role, machine
    from springhead.foundation.agencies.actions import appoint
    from springhead.foundation.agencies.models import Agency, Person

    agency = Agency.objects.order_by("pk")[7]
    keys = {}
    for role in (Role.OFFICER, Role.POLICY_OFFICE, Role.SECRETARY):
        person = Person.objects.create(email=f"{role}@bench.example", display_name=str(role))
        with transaction.atomic():
            appoint(person, role, None if role is Role.POLICY_OFFICE else agency, by=machine("bench"))
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        keys[str(role)] = session.session_key
    json.dump({"agency": agency.public_id, "cookie": settings.SESSION_COOKIE_NAME, **keys}, sys.stdout)


if __name__ == "__main__":
    main()
