"""`./springhead purge`: remove a leaked file for good; one operator proposes, another confirms."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from springhead.doors.operations import purge
from springhead.doors.operations.persons import operator
from springhead.doors.operations.texts import (
    SAY_BACKUP_PURGED,
    SAY_NONE_OPEN,
    SAY_PROPOSED,
    SAY_PURGED,
    SAY_REJECTED,
    Sentence,
)
from springhead.engine.kernel.language import fill
from springhead.engine.kernel.now import now
from springhead.engine.storage import hash_file
from springhead.foundation.ledger import two_persons
from springhead.foundation.ledger.followers import run_followers


class Command(BaseCommand):
    """Every step asks for the operator's own password."""

    help = "Remove a leaked file for good: purge propose HASH|FILE --reason R --by EMAIL · confirm|reject ID --by EMAIL"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the steps."""
        steps = parser.add_subparsers(dest="step", required=True)
        propose = steps.add_parser("propose", help="propose to purge a file, by SHA-256 or a copy of it")
        propose.add_argument("file")
        propose.add_argument("--reason", required=True, help="public; must not repeat what leaked")
        propose.add_argument("--by", required=True, help="e-mail address of the operator")
        for name, text in (
            ("confirm", "confirm another operator's proposal"),
            ("reject", "close a proposal"),
        ):
            step = steps.add_parser(name, help=text)
            step.add_argument("proposal")
            step.add_argument("--by", required=True)
        steps.add_parser("list", help="proposals that wait for a second person")
        backup = steps.add_parser("backup", help="remove purged files from an existing backup")
        backup.add_argument("folder", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Take one step."""
        getattr(self, f"_{options['step']}")(options)

    def _propose(self, options: dict[str, Any]) -> None:
        given = Path(options["file"])
        sha256 = hash_file(given).sha256 if given.is_file() else options["file"]
        by = operator(options["by"])
        made = purge.propose(sha256, reason=options["reason"], by=by, at=now())
        self._say(SAY_PROPOSED, id=made.public_id)

    def _confirm(self, options: dict[str, Any]) -> None:
        entry = purge.confirm(options["proposal"], by=operator(options["by"]), at=now())
        run_followers([purge.FOLLOWER], seconds=600)
        self._say(SAY_PURGED, count=len(entry.public["files"]), seq=entry.seq)

    def _reject(self, options: dict[str, Any]) -> None:
        two_persons.reject(options["proposal"], by=operator(options["by"]), at=now())
        self._say(SAY_REJECTED, id=options["proposal"])

    def _list(self, _options: dict[str, Any]) -> None:
        waiting = two_persons.open_proposals(purge.STEP)
        for proposal in waiting:
            self.stdout.write(
                f"{proposal.public_id}  {proposal.subject}  {proposal.proposer}  {proposal.reason}"
            )
        if not waiting:
            self._say(SAY_NONE_OPEN)

    def _backup(self, options: dict[str, Any]) -> None:
        count = purge.purge_backup(options["folder"], purge.purged_files())
        self._say(SAY_BACKUP_PURGED, folder=options["folder"], count=count)

    def _say(self, sentences: Sentence, **values: object) -> None:
        for sentence in sentences:
            self.stdout.write(fill(sentence, values))
