"""When an officer hands over, the contact of their datasets, and what they follow of them, become the successor's."""

from collections.abc import Mapping

from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.cases.handing_over import move_subscriptions
from springhead.foundation.cases.models import Subscription
from springhead.foundation.catalog.models import Dataset


def hand_over(agency: Agency, person: Person, successor: Person) -> Mapping[str, int]:
    """Move contact fields that name the officer (by address; the name where it is theirs) and subscriptions."""
    datasets = Dataset.objects.filter(agency=agency)
    theirs = datasets.filter(contact_email__iexact=person.email)
    if person.display_name and successor.display_name:
        theirs.filter(contact_name=person.display_name).update(contact_name=successor.display_name)
    contacts = theirs.update(contact_email=successor.email)
    follows = Subscription.objects.filter(subject_id__in=datasets.values("public_id"))
    return {"contacts": contacts, "dataset_subscriptions": move_subscriptions(follows, person, successor)}
