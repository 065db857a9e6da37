"""The commands behind `./springhead`. Each is one small function; its docstring is its help."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

Command = Callable[[list[str]], int]
WRITING = (
    "publish",
    "import_agencies",
    "import_catalogue",
    "import_requests",
    "user",
)  # work on a folder that never ran, too


def check(argv: list[str]) -> int:
    """Read and check any file, without a database: check FILE [--json] [--lang zh-Hant|en]."""
    from springhead.engine.tables.terminal import main

    return main(argv)


def opinions(argv: list[str]) -> int:
    """Compute the opinion groups of a vote file, without a database: opinions FILE [--json] [--lang zh-Hant|en]."""
    from springhead.engine.opinions.terminal import main

    return main(argv)


def run(argv: list[str]) -> int:
    """Start web and workers: run [--port N] [--data DIR] [--no-demo]."""
    from springhead.config.serve import main

    return main(argv)


def vendor(argv: list[str]) -> int:
    """Fetch the front-end libraries named in vendor.toml and write vendor.lock."""
    from springhead.foundation.ui.vendoring import main

    return main(argv)


def manage(argv: list[str]) -> int:
    """Run one of Django's own commands."""
    return _django(argv)


def import_(argv: list[str]) -> int:
    """Import agencies (GDS.csv), a catalogue export or old data requests: import agencies|catalogue|requests FILE."""
    kinds = {"agencies": "import_agencies", "catalogue": "import_catalogue", "requests": "import_requests"}
    if not argv or argv[0] not in kinds:
        print("import agencies FILE | import catalogue FILE | import requests FILE…", file=sys.stderr)
        return 2
    return _django([kinds[argv[0]], *argv[1:]])


def _management(name: str, summary: str) -> Command:
    def command(argv: list[str]) -> int:
        return _django([name, *argv])

    command.__doc__ = summary
    return command


def _django(argv: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springhead.config.settings")
    rest = _take_data_folder(list(argv))
    import django
    from django.core.management import ManagementUtility

    django.setup()
    from springhead.config import wiring
    from springhead.engine.kernel.problems import Refused

    wiring.install()
    try:
        if rest[:1] and rest[0] in WRITING:
            from springhead.config.prepare import ensure_tables

            ensure_tables()
        ManagementUtility(["springhead", *rest]).execute()
    except Refused as refusal:
        for problem in refusal.problems:
            for lang in ("zh-Hant", "en"):
                print(f"{problem.message(lang)} {problem.remedy(lang)}", file=sys.stderr)
        return 1
    return 0


def _take_data_folder(argv: list[str]) -> list[str]:
    """Read `--data DIR` before the settings are imported."""
    if "--data" in argv:
        place = argv.index("--data")
        os.environ["SPRINGHEAD_DATA"] = str(Path(argv[place + 1]).absolute())
        del argv[place : place + 2]
    return argv


COMMANDS: dict[str, Command] = {
    "run": run,
    "check": check,
    "opinions": opinions,
    "publish": _management("publish", "Publish a file: publish FILE --agency NAME [--title T] [--accept]."),
    "import": import_,
    "verify": _management("verify", "Check the whole ledger, or one receipt: verify [RECEIPT]."),
    "backup": _management("backup", "Copy everything that must survive: backup DIR."),
    "restore": _management("restore", "Restore a backup into a scratch folder: restore DIR --into FOLDER."),
    "purge": _management("purge", "Remove a leaked file for good; two persons: purge propose|confirm …"),
    "user": _management("user", "Make the first operator: user EMAIL --operator."),
    "vendor": vendor,
    "manage": manage,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; without one, list them."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in COMMANDS:
        print("./springhead COMMAND\n")
        for name, command in COMMANDS.items():
            print(f"  {name:10}{(command.__doc__ or '').splitlines()[0]}")
        return 0 if not words or words[0] in ("help", "--help", "-h") else 2
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    sys.exit(main())
