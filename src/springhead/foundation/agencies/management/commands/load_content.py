"""`manage load_content`: adds the agencies that ship with the product; run at every start."""

from typing import Any

from django.core.management.base import BaseCommand

from springhead.foundation.agencies.content import load


class Command(BaseCommand):
    """Loads `content/agencies`; a second run changes nothing and says nothing."""

    help = "Load the agencies that ship with the product"

    def handle(self, *args: Any, **options: Any) -> str:
        """Load; return what changed, empty when nothing did."""
        del args, options
        tally = load()
        for problem in tally.problems:
            self.stderr.write(problem.message())
        if not tally.added and not tally.changed:
            return ""
        return f"  機關 agencies: +{len(tally.added)}, 更新 changed {len(tally.changed)}"
