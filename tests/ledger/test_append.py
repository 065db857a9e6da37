"""Writing to the ledger."""

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.merkle import leaf_hash, root_of
from springhead.engine.kernel.problems import Refused
from springhead.foundation import ledger
from springhead.foundation.ledger import actions, queries
from springhead.foundation.ledger.models import Event, Head, Node, Salt, SigningKey, Tree

NOON = datetime(2026, 1, 31, 4, 0, tzinfo=UTC)


def write(number=1, **more):
    return ledger.append(
        "test.happened", subject=f"ds_{number:08}", actor="ag_00000001", public={"n": number}, at=NOON, **more
    )


@pytest.mark.django_db
def test_events_are_numbered_from_zero_without_a_gap():
    assert [write(number).seq for number in range(9)] == list(range(9))
    assert list(Event.objects.values_list("seq", flat=True)) == list(range(9))


@pytest.mark.django_db
def test_every_append_leaves_a_head_over_all_events_so_far_signed_by_the_key():
    for number in range(11):
        write(number)
        head = queries.latest_head()
        assert head.size == number + 1
        assert head.root == root_of(bytes(event.leaf) for event in Event.objects.order_by("seq"))
        public = SigningKey.objects.get(pk=head.key).public
        Ed25519PublicKey.from_public_bytes(bytes(public)).verify(head.signature, head.signed_bytes)


@pytest.mark.django_db
def test_the_leaf_is_the_hash_of_the_canonical_line():
    entry = write()
    line = {
        "v": 1, "seq": 0, "at": "2026-01-31T04:00:00.000000Z", "event": "test.happened", "subject": "ds_00000001",
        "actor": "ag_00000001", "public": {"n": 1}, "private": {},
    }  # fmt: skip
    assert entry.line == line
    assert bytes(Event.objects.get().leaf) == leaf_hash(canonical(line))


@pytest.mark.django_db
def test_instants_are_written_in_utc_wherever_they_were_taken():
    taipei = timezone(timedelta(hours=8))
    entry = ledger.append(
        "test.x", subject="s", actor="a", public={}, at=datetime(2026, 2, 1, 0, 30, tzinfo=taipei)
    )
    assert entry.line["at"] == "2026-01-31T16:30:00.000000Z"
    assert queries.entry_at(0).line == entry.line


@pytest.mark.django_db
def test_a_private_fact_leaves_only_a_salted_digest():
    entry = write(private={"mail": "someone@example.test"})
    row = Event.objects.get()
    salt = Salt.objects.get().salt
    expected = sha256(canonical([salt, "mail", "someone@example.test"])).hexdigest()
    assert json.loads(row.private) == {"mail": expected}
    assert "someone" not in row.public + row.private
    assert entry.opened["mail"].value == "someone@example.test"


@pytest.mark.django_db
def test_equal_private_facts_have_different_digests():
    first, second = (write(private={"mail": "a@example.test"}) for _ in range(2))
    assert first.private != second.private


@pytest.mark.django_db
def test_erasing_a_private_fact_does_not_touch_the_chain():
    entry = write(private={"mail": "a@example.test"})
    before = queries.latest_head()
    Salt.objects.all().delete()
    assert queries.latest_head() == before
    assert queries.entry_at(0).leaf == entry.leaf
    assert queries.open_facts(queries.entry_at(0), {"mail": "a@example.test"}).opened == {}


@pytest.mark.django_db
def test_only_the_right_value_opens_a_fact():
    write(private={"mail": "a@example.test"})
    entry = queries.entry_at(0)
    assert queries.open_facts(entry, {"mail": "b@example.test", "other": 1}).opened == {}
    assert queries.open_facts(entry, {"mail": "a@example.test"}).opened["mail"].value == "a@example.test"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written():
    with pytest.raises(Refused) as refused:
        write()
    assert refused.value.problems[0].code == "ledger-outside-transaction"
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_no_event_and_the_next_takes_its_number():
    with transaction.atomic():
        write()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
        write()
        raise RuntimeError
    with transaction.atomic():
        assert write().seq == 1
    assert Head.objects.count() == 2
    assert Tree.objects.get().size == 2


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_its_event_with_it():
    with transaction.atomic():
        write(0)
        with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012
            write(1)
            raise RuntimeError
        assert write(2).seq == 1
    assert [event.facts["n"] for event in Event.objects.order_by("seq")] == [0, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"public": {"share": 0.5}},
        {"public": {"big": 2**60}},
        {"private": {"share": 0.5}},
        {"subject": ""},
        {"subject": "x" * 101},
        {"actor": "nul\x00"},
        {"at": datetime(2026, 1, 1)},
    ],
)
def test_what_cannot_be_recorded_exactly_is_refused(wrong):
    good = {"subject": "s", "actor": "a", "public": {}, "at": NOON}
    with pytest.raises(Refused) as refused:
        ledger.append("test.x", **(good | wrong))
    assert refused.value.problems[0].code == "ledger-not-recordable"
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_many_events_can_share_one_head_and_still_prove_each():
    batch = [
        actions.Fresh(event="test.many", subject="s", actor="a", at=NOON, public={"n": number})
        for number in range(37)
    ]
    entries = actions.append_many(batch)
    assert Head.objects.count() == 1
    assert [entry.seq for entry in entries] == list(range(37))
    assert Node.objects.count() == sum(37 >> height for height in range(1, 6))
    assert queries.receipt(entries[20])["head"]["size"] == 37


@pytest.mark.django_db
def test_a_batch_of_measurements_is_one_event_with_its_root():
    rows = [{"link": number, "answers": True} for number in range(5)]
    entry = actions.append_batch("check.links", subject="s", actor="a", rows=rows, at=NOON)
    assert entry.public == {"count": 5, "root": root_of(leaf_hash(canonical(row)) for row in rows).hex()}


@pytest.mark.django_db
def test_an_append_costs_the_same_few_queries_however_long_the_ledger_is(django_assert_max_num_queries):
    write()
    with django_assert_max_num_queries(8):
        write(private={"a": 1})
    for number in range(30):
        write(number)
    with django_assert_max_num_queries(8):
        write(private={"a": 1})


@pytest.mark.django_db
def test_the_private_key_is_a_file_only_its_owner_can_read():
    write()
    (path,) = [
        file
        for file in (settings.SPRINGHEAD.secrets / "ledger").glob("*.key")
        if file.stem == SigningKey.objects.get().key
    ]
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_without_its_key_the_ledger_refuses_to_go_on(monkeypatch):
    write()
    monkeypatch.setattr(
        "springhead.foundation.ledger.keys._file", lambda key: settings.SPRINGHEAD.secrets / "gone.key"
    )
    with pytest.raises(Refused) as refused:
        write()
    assert refused.value.problems[0].code == "ledger-key-missing"
