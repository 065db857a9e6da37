"""`./springhead manage replace_key`: replace the ledger's signing key; a step for two operators."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from springhead.doors.operations.persons import operator
from springhead.doors.operations.texts import SAY_KEY_PROPOSED, SAY_KEY_REPLACED
from springhead.engine.kernel.now import now
from springhead.foundation.ledger import rotation
from springhead.foundation.ledger.entries import Entry


class Command(BaseCommand):
    """Every step asks for the operator's own password."""

    help = "Replace the signing key: replace_key propose|confirm|recover …"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the steps."""
        steps = parser.add_subparsers(dest="step", required=True)
        propose = steps.add_parser("propose", help="propose a new key")
        propose.add_argument("--reason", required=True)
        propose.add_argument("--by", required=True)
        confirm = steps.add_parser("confirm", help="confirm another operator's proposal")
        confirm.add_argument("proposal")
        confirm.add_argument("--by", required=True)
        recover = steps.add_parser("recover", help="go on after the key was lost; both operators are here")
        recover.add_argument("--reason", required=True)
        recover.add_argument("--by", required=True)
        recover.add_argument("--with", dest="with_", required=True)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take one step."""
        getattr(self, f"_{options['step']}")(options)

    def _propose(self, options: dict[str, Any]) -> None:
        made = rotation.propose(reason=options["reason"], by=operator(options["by"]), at=now())
        for sentence in SAY_KEY_PROPOSED:
            self.stdout.write(sentence.format(id=made.public_id))

    def _confirm(self, options: dict[str, Any]) -> None:
        self._replaced(rotation.confirm(options["proposal"], by=operator(options["by"]), at=now()))

    def _recover(self, options: dict[str, Any]) -> None:
        by, with_ = operator(options["by"]), operator(options["with_"])
        self._replaced(rotation.recover(reason=options["reason"], by=by, with_=with_, at=now()))

    def _replaced(self, entry: Entry) -> None:
        for sentence in SAY_KEY_REPLACED:
            self.stdout.write(sentence.format(seq=entry.seq, key=entry.public["new"]))
