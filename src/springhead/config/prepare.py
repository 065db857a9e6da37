"""Brings a data folder to where the product can start: tables, content, static files, demo data."""

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def may_run(*, demo: bool, host: str) -> bool:
    """Tell whether the folder is of this mode; False after saying why not."""
    import django

    django.setup()
    from django.conf import settings

    from springhead.doors.demo import mode

    problem = mode.problem_with(settings.SPRINGHEAD, host=host, demo=demo)
    if problem is not None:
        print(
            f"{problem.message()} {problem.remedy()}\n{problem.message('en')} {problem.remedy('en')}",
            file=sys.stderr,
        )
        return False
    return True


def is_current() -> bool:
    """Tell whether pages can be served as the folder is: no table is missing, no static file newer than those collected."""
    return not (_tables_missing() or _static_is_old())


def prepare(*, demo: bool) -> None:
    """Bring the folder to where the product can start; quick when it is there already."""
    from django.conf import settings

    from springhead.config import wiring
    from springhead.doors.demo import mode

    wiring.install()
    _make_folders(settings.SPRINGHEAD)
    with _seldom_collected():
        _step("資料表 tables", _migrate)
        _step("靜態檔案 static files", _collect_static)
        _step("機關等內容 content", _load_content)
        if demo:
            _step("示範帳號 demo accounts", mode.load_when_empty)
            _step("示範資料集 demo datasets", _load_demo_datasets)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for garbage less often meanwhile: making tables and demo data drops little, and looking took 2 s of 27."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def ensure_tables() -> None:
    """Bring an empty or older data folder to where a command can write; quick when there is nothing to do."""
    from django.conf import settings

    _make_folders(settings.SPRINGHEAD)
    if _migrate():
        _load_content()


def greet(port: int, *, demo: bool) -> None:
    """Print where the product answers, and who can sign in."""
    print(f"\n  活水 Springhead  http://127.0.0.1:{port}/   English: http://127.0.0.1:{port}/en/")
    if demo:
        from springhead.doors.demo import mode

        print(mode.accounts_text())
    print("  Ctrl-C 結束 stops everything\n", flush=True)


def _make_folders(installation: Any) -> None:
    for folder in ("blobs", "incoming", "usage", "heads", "scratch", "index"):
        Path(getattr(installation, folder)).mkdir(parents=True, exist_ok=True)
    for folder in ("tables", "blobs"):
        (installation.public / folder).mkdir(parents=True, exist_ok=True)


def _step(name: str, work: Any) -> None:
    start = time.monotonic()
    changed = work()
    if changed:
        print(f"  {name}: {time.monotonic() - start:.1f} s", flush=True)


def _migrate() -> bool:
    from django.core.management import call_command

    if not _tables_missing():
        return False
    call_command("migrate", verbosity=0, interactive=False)
    return True


def _tables_missing() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _collect_static() -> bool:
    from django.core.management import call_command

    if not _static_is_old():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    _manifest().touch()
    return True


def _static_is_old() -> bool:
    from django.contrib.staticfiles import finders

    newest = max(
        (
            Path(storage.path(name)).stat().st_mtime
            for finder in finders.get_finders()
            for name, storage in finder.list([])
        ),
        default=0.0,
    )
    manifest = _manifest()
    return not manifest.exists() or manifest.stat().st_mtime < newest


def _manifest() -> Path:
    from django.conf import settings

    return Path(settings.STATIC_ROOT) / "staticfiles.json"


def _load_demo_datasets() -> bool:
    from springhead.config import wiring
    from springhead.doors.demo import (
        committees,
        consultations,
        datasets,
        high_value,
        meetings,
        openness,
        promises,
        quality,
        requests,
    )

    loaded = datasets.load()
    loaded = promises.load() or loaded
    loaded = quality.load() or loaded
    loaded = requests.load() or loaded
    loaded = openness.load() or loaded
    loaded = committees.load() or loaded
    loaded = consultations.load() or loaded
    loaded = meetings.load() or loaded
    loaded = high_value.load() or loaded
    if loaded:
        wiring.catch_up()
    return loaded


def _load_content() -> bool:
    from django.core.management import call_command

    return bool(call_command("load_content"))
