"""Fields of payloads: read alike in every noun, refused in each noun's own words."""

from enum import StrEnum

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import reading as consultations
from springhead.foundation.cases import reading as cases
from springhead.procedures.data_requests import reading as data_requests
from springhead.procedures.openness import reading as openness

NOUNS = {"": cases, "consultation": consultations, "request": data_requests, "openness": openness}


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("noun", NOUNS)
def test_what_cannot_be_read_is_refused_by_name_in_the_nouns_own_words(noun) -> None:
    read = NOUNS[noun]
    for faulty in (
        lambda: read.text({"why": "長" * 20_000}, "why"),
        lambda: read.day({"why": "2026-02-30"}, "why"),
        lambda: read.choice({"why": "blue"}, "why", Colour),
    ):
        with pytest.raises(Refused) as refused:
            faulty()
        (problem,) = refused.value.problems
        assert problem.code.startswith(noun)
        assert problem.where == "why"


@pytest.mark.parametrize("noun", NOUNS)
def test_a_text_loses_blanks_around_it_and_what_no_database_takes(noun) -> None:
    read = NOUNS[noun]
    assert read.text({"why": " 一\r\n二\x00 "}, "why") == "一\n二"
    assert read.text({}, "why") == ""
    assert read.day({"why": ""}, "why") is None
    assert read.choice({"why": "red"}, "why", Colour) is Colour.RED
