"""`./springhead opinions FILE` gives anyone the published picture, bit for bit, on any machine."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from springhead.cli import main

GOLDEN = Path(__file__).parent / "golden"
FILE = GOLDEN / "three_camps.csv"
# What the other machine lacks: instructions of numpy's own loops, and kernels and threads of the linear algebra.
OLDER = {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1"}


def picture(file: Path, root: Path, **environment: str) -> bytes:
    return subprocess.run(
        [sys.executable, "-m", "springhead.cli", "opinions", str(file), "--json"],
        env={**os.environ, "PYTHONPATH": str(root / "src"), **environment},
        capture_output=True,
        check=True,
    ).stdout


def test_an_older_machine_draws_the_same_picture_to_the_last_bit(root: Path) -> None:
    found = np._core._multiarray_umath
    newer = [name for name in found.__cpu_dispatch__ if found.__cpu_features__[name]]
    here = picture(FILE, root)
    there = picture(FILE, root, **OLDER, NPY_DISABLE_CPU_FEATURES=" ".join(newer))
    assert here == there
    assert json.loads(here)["state"] == "groups"


def test_the_result_names_file_method_and_parameters(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["opinions", str(FILE), "--json"]) == 0
    document = json.loads(capfdbinary.readouterr().out)
    assert document["votes_sha256"] == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert document["method"]["name"] == "springhead-opinions"
    assert document["method"]["version"] == 1
    assert document["method"]["parameters"]["shuffles"] == 99
    assert document["measures"]["gate_shuffles"] == 99
    assert document["measures"]["gate"] > document["measures"]["gate_shuffled"]


def test_the_picture_of_a_golden_file_stays_as_it_was(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """When this changes, the version of the method must, too: published pictures could not be recomputed."""
    main(["opinions", str(FILE), "--json"])
    document = json.loads(capfdbinary.readouterr().out)
    kept = json.loads((GOLDEN / "three_camps.picture.json").read_text())
    assert {name: document[name] for name in kept} == kept


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-Hant", ("A 群：27 人", "沒有人數足夠、可以列出的代表意見", "不是抽樣", "多數人同意")),
        ("en", ("Group A: 27 voters", "No statement represents it", "no sample", "Most agree")),
    ],
)
def test_people_read_it_in_their_language(
    lang: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["opinions", str(FILE), "--lang", lang]) == 0
    text = capsys.readouterr().out
    assert not [word for word in words if word not in text]


def test_a_bad_file_is_told_in_both_forms(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    bad = tmp_path / "votes.csv"
    bad.write_text("voter,statement,vote\na,1,maybe\n")
    assert main(["opinions", str(bad), "--lang", "en"]) == 2
    assert 'Row 2, column "vote": "maybe" is not a vote.' in capfdbinary.readouterr().out.decode()
    assert main(["opinions", str(bad), "--json"]) == 2
    assert json.loads(capfdbinary.readouterr().out)["problems"][0]["params"]["row"] == 2
    assert main(["opinions", str(tmp_path / "none.csv")]) == 2


def test_a_few_voters_get_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "votes.csv"
    few.write_text("voter,statement,vote\n" + "".join(f"v{n},1,agree\n" for n in range(29)))
    assert main(["opinions", str(few)]) == 0
    assert capsys.readouterr().out == "表態人數不足，不公布統計。\n"
