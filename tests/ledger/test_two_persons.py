"""Steps for two persons, and the one the ledger has itself: replacing its key."""

import pytest
from django.db import transaction

from springhead.engine.kernel import verify
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger import heads, keys, queries, rotation, two_persons
from springhead.foundation.ledger.checking import verify_database
from springhead.foundation.ledger.models import Event, Proposal, SigningKey, Tree

pytestmark = pytest.mark.django_db


def refused(call):
    with pytest.raises(Refused) as caught, transaction.atomic():
        call()
    return caught.value.problems[0].code


def propose(**more):
    given = {"subject": "file", "reason": "leaked", "by": "pe_one", "at": now()} | more
    return two_persons.propose("file.purge", **given)


def test_the_step_is_taken_when_another_person_confirms_and_both_stand_in_the_event():
    proposal = propose()
    done = []
    entry = two_persons.confirm(
        proposal.public_id, by="pe_two", at=now(), effect=lambda: done.append(1) or {"files": 3}
    )
    assert done == [1]
    assert entry.event == "file.purge"
    assert entry.actor == "pe_two"
    assert entry.public == {
        "proposal": proposal.public_id,
        "proposer": "pe_one",
        "reason": "leaked",
        "files": 3,
    }
    assert list(Event.objects.values_list("event", flat=True)) == ["proposal.made", "file.purge"]


def test_nobody_confirms_their_own_proposal():
    proposal = propose()
    taken = []
    code = refused(
        lambda: two_persons.confirm(proposal.public_id, by="pe_one", at=now(), effect=lambda: taken.append(1))
    )
    assert code == "ledger-same-person"
    assert taken == []
    assert two_persons.open_proposals("file.purge") == [proposal]


def test_a_settled_proposal_cannot_be_settled_again():
    proposal = propose()
    two_persons.reject(proposal.public_id, by="pe_two", at=now())
    for call in (
        lambda: two_persons.confirm(proposal.public_id, by="pe_two", at=now(), effect=dict),
        lambda: two_persons.reject(proposal.public_id, by="pe_two", at=now()),
        lambda: two_persons.reject("pr_nowhere", by="pe_two", at=now()),
    ):
        assert refused(call) == "two-persons-no-open-proposal"
    assert propose().outcome == ""


def test_a_reason_is_needed_and_one_proposal_at_a_time_is_enough():
    assert refused(lambda: propose(reason="  ")) == "two-persons-reason-missing"
    propose()
    assert refused(propose) == "two-persons-proposed-already"


def test_a_step_that_fails_leaves_the_proposal_open_and_no_event():
    proposal = propose()

    def fail():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        two_persons.confirm(proposal.public_id, by="pe_two", at=now(), effect=fail)
    assert Proposal.objects.get().outcome == ""
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_replaced_key_signs_for_its_successor_and_can_never_sign_again(write):
    with transaction.atomic():
        first = write()
    old = Tree.objects.get().key
    proposal = rotation.propose(reason="yearly", by="pe_one", at=now())
    entry = rotation.confirm(proposal.public_id, by="pe_two", at=now())
    with transaction.atomic():
        after = write(1)
    new = Tree.objects.get().key
    assert new != old
    assert queries.head_over(entry.seq).key == old
    assert queries.head_over(after.seq).key == new
    assert entry.public["new"] == new
    assert not keys.present(old)
    assert keys.present(new)
    assert SigningKey.objects.get(pk=old).retired_at is not None
    document = queries.keys_document()
    trusted = {key["id"]: key for key in document["keys"]}
    for receipt in (queries.receipt(first), queries.receipt(entry), queries.receipt(after)):
        verify.check_receipt(receipt, trusted)
    assert verify_database().whole


def test_the_old_key_may_not_sign_later_heads(write):
    write()
    proposal = rotation.propose(reason="yearly", by="pe_one", at=now())
    old = Tree.objects.get().key
    rotation.confirm(proposal.public_id, by="pe_two", at=now())
    Tree.objects.update(key=old)
    write(1)
    heads.export()
    assert {problem.code for problem in verify_database().problems} == {
        "ledger-head-changed",
        "ledger-outside-unreadable",
    }


def test_a_lost_key_is_replaced_by_two_persons_together_and_only_when_it_is_lost(write):
    write()
    old = Tree.objects.get().key

    def recover(**more):
        return rotation.recover(
            **({"reason": "disk died", "by": "pe_one", "with_": "pe_two", "at": now()} | more)
        )

    assert refused(recover) == "ledger-key-present"
    keys.destroy(old)
    assert refused(write) == "ledger-key-missing"
    assert refused(lambda: recover(with_="pe_one")) == "ledger-same-person"
    assert refused(lambda: recover(reason="")) == "two-persons-reason-missing"
    entry = recover()
    assert entry.public["lost"] is True
    assert queries.head_over(entry.seq).key == entry.public["new"]
    assert verify_database().whole


def test_a_ledger_that_never_signed_has_no_key_to_replace():
    assert refused(lambda: rotation.propose(reason="x", by="pe_one", at=now())) == "ledger-key-missing"
