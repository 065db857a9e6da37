"""XML as agencies publish it, and XML that attacks."""

import pytest

from springhead.engine.tables.formats import xml_files

STATIONS = """<?xml version="1.0" encoding="{encoding}"?>
<cwbopendata xmlns="urn:cwb:gov:tw:cwbcommon:0.1"><sent>2014</sent>
 <location id="a1"><name>南庄</name><time><obs>01:00</obs></time><el><k>T</k></el><el><k>H</k></el></location>
 <location id="a2"><name>阿里山</name><time/><el><k>T</k></el></location>
</cwbopendata>"""

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><r><i><n>&c;</n></i><i><n>&c;</n></i></r>"""


def test_the_repeating_element_is_the_record(opened, rows, codes):
    grid = opened(STATIONS.format(encoding="UTF-8").encode())
    assert grid.header == [["id", "name", "time.obs", "el"]]
    assert rows(grid) == [
        ("a1", "南庄", "01:00", '[{"k":"T"},{"k":"H"}]'),
        ("a2", "阿里山", None, '{"k":"T"}'),
    ]
    assert next(grid.batches()).column("row").to_pylist() == [2, 3]
    assert "record-path" in codes(grid)


@pytest.mark.parametrize(("encoding", "codec"), [("Big5", "cp950"), ("UTF-16", "utf-16"), ("UTF-8", "cp950")])
def test_the_true_encoding_is_found_even_when_the_declaration_is_wrong(opened, rows, encoding, codec):
    grid = opened(STATIONS.format(encoding=encoding).encode(codec))
    assert rows(grid)[0][1] == "南庄"
    assert grid.encoding == codec


def test_attributes_alone_make_a_record_and_nil_is_null(opened, rows):
    grid = opened(
        b'<t xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><row a="1" b="x"/>'
        b'<row a="2"/><row a="3"><b xsi:nil="true"/></row></t>'
    )
    assert grid.header == [["a", "b"]]
    assert rows(grid) == [("1", "x"), ("2", None), ("3", None)]


def test_the_recipe_chooses_another_element(opened, rows, refusal):
    text = b"<r><a><x>1</x></a><a><x>2</x></a><s><b><y>3</y></b><b><y>4</y></b></s></r>"
    assert rows(opened(text)) == [("1",), ("2",)]
    assert rows(opened(text, ("record_path", "r.s.b"))) == [("3",), ("4",)]
    assert "r.s.b" in refusal(text, ("record_path", "nothing")).message("en")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (LAUGHS, "xml-entities"),
        (
            b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><i><a>&x;</a></i><i/></r>',
            "xml-entities",
        ),
        (LAUGHS.decode().encode("utf-16"), "xml-entities"),
        (b"<r><a><b>1</b></a><a><b>2</b>", "broken-xml"),
        (b"<r><a><b>1</c></a></r>", "broken-xml"),
        (b"<r><a>1</a></r>", "no-records"),
        (b"<r>" + b"<a>" * 20_000 + b"</a>" * 20_000 + b"</r>", "broken-xml"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(refusal, content, code):
    assert refusal(content).code == code


def test_entities_behind_a_long_comment_are_refused_as_well(refusal):
    text = b'<?xml version="1.0"?><!--' + b" " * xml_files.HEAD + b"-->" + LAUGHS[21:]
    assert refusal(text).code == "xml-entities"
