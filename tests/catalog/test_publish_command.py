"""`./springhead publish FILE --agency …`: from a messy file to a served table, and what it says when it cannot."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command

from springhead.engine.tables import manifest
from springhead.foundation.catalog import publishing, store
from springhead.foundation.catalog.models import Dataset, Delivery
from springhead.foundation.jobs import registry
from springhead.foundation.jobs.registry import Pulse
from springhead.foundation.ledger.followers import run_followers

pytestmark = pytest.mark.django_db
MESSY = "清溪縣水庫一覽表\n水庫,日期,水位\n石門,113/05/01,２４０.５\n翡翠,113/05/02,160.1\n".encode("cp950")
RAGGED = "名稱,數量\n甲,1\n乙,2,3\n丙,4\n丁,5\n".encode()
METADATA = (
    "--title", "清溪縣水庫水位", "--description", "每日水位。", "--category", "I00", "--frequency", "每1日",
    "--keywords", "水庫",
)  # fmt: skip


@pytest.fixture(autouse=True)
def served():
    """Let what is published be served at once, as the product does."""
    from datetime import timedelta

    before = registry.duties()
    beat = Pulse("tables", timedelta(seconds=1), lambda: run_followers([publishing.FOLLOWER]))
    registry.install(before.handlers.values(), pulses=[beat])
    yield
    registry.install(before.handlers.values(), before.periodic, before.pulses)


@pytest.fixture
def say(agency, tmp_path):
    def run(content: bytes, *more: str, name: str = "水庫.csv") -> tuple[int, str, str]:
        file = tmp_path / name
        file.write_bytes(content)
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(
                "publish", str(file), "--agency", agency.name(), "--lang", "en", *more, stdout=out, stderr=err
            )
        except SystemExit as ended:
            return int(ended.code or 0), out.getvalue(), err.getvalue()
        return 0, out.getvalue(), err.getvalue()

    return run


def test_a_messy_file_is_published_and_served_with_one_command(say) -> None:
    code, out, err = say(MESSY, *METADATA)
    assert code == 0, err
    delivery = Delivery.objects.get()
    table = delivery.distribution.table_id
    assert "清溪縣水庫水位: 2 列 rows" in out
    assert f"/api/v1/tables/{table}/rows" in out
    served = manifest.read(Path(settings.SPRINGHEAD.public) / "tables" / f"{table}.json").snapshot()
    assert [column.type for column in served.columns] == ["text", "date", "decimal"]
    assert "ROC" in err


def test_the_same_file_again_changes_nothing(say) -> None:
    say(MESSY, *METADATA)
    assert say(MESSY, *METADATA)[0] == 0
    assert (Dataset.objects.count(), Delivery.objects.count()) == (1, 1)


def test_a_new_version_of_a_known_dataset_is_version_two(say) -> None:
    say(MESSY, *METADATA)
    dataset = Dataset.objects.get()
    more = MESSY + "曾文,113/05/03,99.5\n".encode("cp950")
    code, out, _ = say(more, "--dataset", dataset.public_id)
    assert (code, "3 列 rows, 第 2 版" in out) == (0, True)


def test_columns_that_vanish_are_told_before_anything_is_taken_away(say) -> None:
    say(MESSY, *METADATA)
    dataset = Dataset.objects.get()
    fewer = "水庫,日期\n石門,113/05/01\n翡翠,113/05/02\n".encode("cp950")
    code, _, err = say(fewer, "--dataset", dataset.public_id)
    assert (code, "水位" in err, "--yes" in err) == (2, True, True)
    assert dataset.distributions.get().current.number == 1
    code, out, _ = say(fewer, "--dataset", dataset.public_id, "--yes")
    assert (code, "第 2 版" in out) == (0, True)
    assert Delivery.objects.count() == 2


def test_an_error_holds_until_it_is_accepted(say) -> None:
    code, _, err = say(RAGGED, *METADATA)
    assert code == 1
    assert "--accept" in err
    assert Delivery.objects.get().state == "held"
    code, out, _ = say(RAGGED, *METADATA, "--accept")  # as it was told to
    assert code == 0
    assert "第 1 版" in out
    assert Delivery.objects.get().state == "published"
    assert Dataset.objects.count() == 1


def test_accepting_takes_what_is_proposed_first(say) -> None:
    code, out, err = say("甲站,1.5,10\n乙站,2.5,20\n丙站,3.5,30\n".encode(), *METADATA, "--accept")
    assert (code, "3 列 rows" in out) == (0, True), err  # the first row stays data
    code, out, err = say("名稱,數量,註\n甲,1,a\n乙,2\n丙,4,c\n".encode(), *METADATA, "--accept")
    assert (code, "3 列 rows" in out) == (0, True), err  # the missing cell is left empty, the row kept


def test_metadata_that_cannot_be_read_stand_in_the_way_by_name(say) -> None:
    code, _, err = say(MESSY, "--category", "Z99")
    assert code == 2
    assert "Z99" in err
    assert Delivery.objects.get().state == "checked"


def test_what_is_no_table_is_refused_with_its_reason(say) -> None:
    code, _, err = say(b"%PDF-1.7\n", *METADATA, name="水庫.pdf")
    assert code == 2
    assert "PDF" in err


def test_a_full_disk_is_said_and_the_file_kept(say, monkeypatch) -> None:
    kept = store.blobs().put

    def put_then_full(source):
        blob = kept(source)
        monkeypatch.setattr(store.blobs(), "reserve", 1 << 62)
        return blob

    monkeypatch.setattr(store.blobs(), "put", put_then_full)
    code, _, err = say(f"編號,數量\n{uuid4().hex},1\n".encode(), *METADATA)
    assert code == 1
    assert "disk is full" in err
    assert "--accept" not in err
    delivery = Delivery.objects.get()
    assert delivery.state == "received"
    assert store.blobs().exists(delivery.sha256)
