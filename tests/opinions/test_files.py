"""Vote files: what is written is read again, and bad input is told with row and column in both languages."""

import hashlib
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.engine.kernel.problems import Refused
from springhead.engine.opinions import files
from springhead.engine.opinions.votes import UNSEEN, Votes, gather, pseudonym

HEADER = "voter,statement,vote\n"
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
cast = st.dictionaries(st.tuples(names, names), st.sampled_from([1, -1, 0]), min_size=1, max_size=40)


def read(text: str | bytes) -> Votes:
    return files.read(io.BytesIO(text.encode() if isinstance(text, str) else text))


def problems(text: str | bytes) -> list[tuple[str, str, object]]:
    with pytest.raises(Refused) as caught:
        read(text)
    for problem in caught.value.problems:
        for lang in ("zh-Hant", "en"):
            assert "{" not in problem.message(lang) + problem.remedy(lang)
    return [(one.code, one.where, one.params.get("row")) for one in caught.value.problems]


@given(cast)
def test_what_is_written_is_read_again_and_written_the_same(said: dict[tuple[str, str], int]) -> None:
    votes = gather((voter, statement, vote) for (voter, statement), vote in said.items())
    out = io.BytesIO()
    digest = files.write(votes, out.write)
    assert digest == hashlib.sha256(out.getvalue()).hexdigest()
    again = read(out.getvalue())
    assert (again.voters, again.statements) == (votes.voters, votes.statements)
    assert (again.matrix == votes.matrix).all()
    backwards = out.getvalue().decode().splitlines(keepends=True)
    assert files.write(read("".join([backwards[0], *reversed(backwards[1:])])), len) == digest


def test_names_stand_in_natural_order() -> None:
    votes = read(HEADER + "v10,s2,agree\nv9,s10,disagree\nv9,s2,pass\n")
    assert votes.voters == ("v9", "v10")
    assert votes.statements == ("s2", "s10")
    assert votes.matrix.tolist() == [[0, -1], [1, UNSEEN]]


@pytest.mark.parametrize(
    "text",
    [
        "voter,statement,vote\na,1,agree\na,2,disagree\nb,1,pass\n",
        "\ufeffVoter, Statement ,VOTE\r\na,1,Agree\r\n\r\na,2,disagree \r\nb,1,0\r\n",
        "note,vote,statement,voter\nx,1,1,a\n,-1,2,a\n,0,1,b\n",
        "表態者,意見,表態\na,1,同意\na,2,不同意\nb,1,略過\n",
        "participant,group-id,n-comments,n-votes,n-agree,n-disagree,1,2\na,,,,,,1,-1\nb,0,,,,,0,\nc,,,,,,,\n",
    ],
)
def test_the_same_votes_in_other_clothes(text: str) -> None:
    votes = read(text)
    assert votes.voters == ("a", "b")
    assert votes.statements == ("1", "2")
    assert votes.matrix.tolist() == [[1, -1], [0, UNSEEN]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("opinions-header", "", None)]),
        (HEADER, [("opinions-empty", "", None)]),
        ("voter,vote\na,agree\n", [("opinions-header", "", None)]),
        (HEADER + "a,1,agree\na,2\n", [("opinions-cells", "", 3)]),
        (
            HEADER + ",1,agree\na, ,agree\n",
            [("opinions-blank", "voter", 2), ("opinions-blank", "statement", 3)],
        ),
        (HEADER + "a,1,yes\nb,1,\n", [("opinions-vote", "vote", 2), ("opinions-vote", "vote", 3)]),
        (HEADER + "a,1,agree\nb,1,agree\na,1,agree\n", [("opinions-twice", "1", 4)]),
        (HEADER + "a" * 201 + ",1,agree\n", [("opinions-name", "voter", 2)]),
        (HEADER + "a\x00b,1,agree\n", [("opinions-name", "voter", 2)]),
        (HEADER.encode() + "甲".encode("cp950") + b",1,agree\n", [("opinions-name", "voter", 2)]),
        (HEADER + 'a,1,agree\n"b,1,agree\n', [("opinions-damaged", "", 3)]),
        (
            "participant,group-id,n-comments,n-votes,n-agree,n-disagree,1\na,,,,,,1\na,,,,,,2\n",
            [("opinions-voter-twice", "participant", 3), ("opinions-vote", "1", 3)],
        ),
        ("participant,1\na,1\n", [("opinions-header", "", None)]),
    ],
)
def test_bad_input_is_told_with_row_and_column(text: str | bytes, expected: list) -> None:
    assert problems(text) == expected


def test_twenty_problems_are_enough() -> None:
    assert len(problems(HEADER + "a,1,maybe\n" * 1_000)) == 20
    assert len(problems(HEADER + "a,1,agree\n" * 1_000)) == 20


def test_a_file_of_too_many_voters_times_statements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_CELLS", 100)
    rows = "".join(f"v{n},s{n},agree\n" for n in range(20))
    assert problems(HEADER + rows) == [("opinions-too-large", "", 12)]


def test_a_file_of_too_many_statements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_STATEMENTS", 3)
    rows = "".join(f"a,{n},agree\n" for n in range(5))
    assert problems(HEADER + rows) == [("opinions-too-many-statements", "statement", 5)]


def test_a_file_is_read_as_a_stream() -> None:
    class Stream(io.RawIOBase):
        left = 30_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            asked.append(len(buffer))
            piece = (
                HEADER.encode()
                if self.left == 30_000
                else f"v{self.left},1,agree\n".encode() * bool(self.left)
            )
            self.left -= bool(self.left)
            buffer[: len(piece)] = piece
            return len(piece)

    asked: list[int] = []
    assert len(files.read(io.BufferedReader(Stream())).voters) == 29_999
    assert max(asked) <= 1 << 20


def test_a_pseudonym_stays_in_its_consultation() -> None:
    one = pseudonym("citizen@example.tw", b"key of one")
    assert one == pseudonym("citizen@example.tw", b"key of one")
    assert one != pseudonym("citizen@example.tw", b"key of another")
    assert one != pseudonym("other@example.tw", b"key of one")
    assert len(one) == 17
    assert one.isalnum()


def test_a_later_vote_of_the_same_pair_replaces_when_votes_are_given_one_by_one() -> None:
    votes = gather([("a", "1", 1), ("a", "1", -1)])
    assert votes.matrix.tolist() == np.array([[-1]]).tolist()
