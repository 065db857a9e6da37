"""What need not be kept is forgotten, and nothing else."""

from datetime import timedelta

import pytest
from tests.support.parcels import CITIZEN, hand_in

from springhead.engine.kernel.now import now
from springhead.foundation.cases import subscriptions
from springhead.foundation.cases.housekeeping import prune
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Case, CommandKey, Mail, Subscription
from springhead.foundation.cases.subscriptions import Follow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "kept"), [(89, True), (91, False)])
def test_the_text_of_a_mail_sent_long_ago_is_forgotten_but_not_that_it_was_sent(days, kept):
    post(key="k", to="a@example.org", subject="活水", body="您好")
    Mail.objects.update(sent_at=now() - timedelta(days=days), status="sent")
    prune(None)
    mail = Mail.objects.get()
    assert (bool(mail.body), mail.status) == (kept, "sent")


def test_a_mail_that_waits_is_never_emptied():
    post(key="k", to="a@example.org", subject="活水", body="您好")
    Mail.objects.update(queued_at=now() - timedelta(days=999))
    prune(None)
    assert Mail.objects.get().body


@pytest.mark.parametrize(("days", "left"), [(29, 2), (31, 1)])
def test_an_address_that_was_never_confirmed_is_forgotten(days, left):
    asked = now() - timedelta(days=days)
    subscriptions.ask_to_follow(Follow("ds_00000001", "t"), "a@example.org", at=asked)
    subscriptions.follow(Follow("ds_00000001", "t"), by=CITIZEN, at=asked)
    prune(None)
    assert Subscription.objects.count() == left


def test_an_old_idempotency_key_is_forgotten_and_its_case_is_not():
    hand_in(key="old", at=now() - timedelta(days=91))
    hand_in(key="new", at=now())
    prune(None)
    assert list(CommandKey.objects.values_list("key", flat=True)) == ["new"]
    assert Case.objects.count() == 2
