"""One look at every sort of answer a site gives: what the machine says, and what it says to do about it."""

from time import process_time

import pytest
from tests.checks.pages import ANSWERS
from tests.net.agency import closed_port

from springhead.engine.kernel.language import LANGS
from springhead.engine.kernel.problems import Refused
from springhead.foundation.checks import looking, pages, rules, sniffing
from springhead.foundation.checks.rules import judge
from springhead.foundation.checks.vocabulary import Page, Wanted


@pytest.fixture
def seen(client_of_site, origin):
    def look(path: str):
        url = path if path.startswith("http") else f"{origin}/{path}"
        return url, looking.look(url, using=client_of_site)

    return look


@pytest.fixture(autouse=True)
def _no_hosts(monkeypatch):
    monkeypatch.setattr(looking.pacing, "hold", lambda host, seconds: None)


@pytest.mark.parametrize(("name", "verdict", "code"), [(one[0], one[4], one[5]) for one in ANSWERS])
def test_every_answer_has_its_verdict(seen, name, verdict, code) -> None:
    url, evidence = seen(name)
    judged = judge(url, evidence)
    said = [one.code for one in judged.problems]
    assert (str(judged.verdict), said[0] if said else "") == (verdict, code), evidence
    for one in judged.problems:
        for lang in LANGS:
            assert "{" not in one.message(lang) + one.remedy(lang)
            assert one.message(lang).strip()
            assert one.remedy(lang).strip()


@pytest.mark.parametrize(
    ("name", "wanted", "missing"),
    [
        ("good.csv", ("站名", "水位(公尺)"), ""),
        ("good.csv", ("站名", "水位"), ""),
        ("good.csv", ("站 名", "水位（公尺）"), ""),
        ("good.csv", ("雨量", "站名"), "雨量"),
        ("long.csv", ("觀測時間",), ""),
        ("long.json", ("水位",), ""),
        ("long.xml", ("水位", "流量"), "流量"),
        ("book.xlsx", ("水位",), ""),
        ("two.zip", ("觀測時間",), ""),
        ("parks.geojson", ("名稱",), ""),
    ],
)
def test_promised_fields_are_found_by_folded_names(seen, name, wanted, missing) -> None:
    url, evidence = seen(name)
    judged = judge(url, evidence, Wanted(fields=wanted))
    said = [one.params["missing"]["zh-Hant"] for one in judged.problems if one.code == "link-fields-missing"]
    assert said == ([missing] if missing else [])
    assert str(judged.verdict) == ("short" if missing else "ok")


def test_names_fold_width_case_blanks_and_variants() -> None:
    assert rules.missing_fields(["臺北", "ＰＭ2.5", "Site  Name"], ["台北", "pm2.5", "site_name"]) == []
    assert rules.missing_fields(["a", "", "b"], ["A"]) == ["b"]


def test_another_machine_readable_format_is_told_and_does_not_stand_in_the_way(seen) -> None:
    url, evidence = seen("book.xlsx")
    judged = judge(url, evidence, Wanted("CSV"))
    assert str(judged.verdict) == "ok"
    assert [one.code for one in judged.problems] == ["link-other-format"]
    assert judge(url, evidence, Wanted("xlsx")).problems == ()


def test_a_page_names_the_files_it_links_to(seen) -> None:
    url, evidence = seen("downloads")
    assert [one.rpartition("/")[2] for one in evidence.offers] == ["levels.csv", "dl?id=3&format=json"]
    remedy = judge(url, evidence).problems[0].remedy("zh-Hant")
    assert "files/levels.csv" in remedy


def test_a_redirect_to_the_sign_in_page_is_a_login(seen, origin) -> None:
    url, evidence = seen(f"redirect?to={origin}/account/login")
    assert evidence.final.endswith("/account/login")
    assert [one.code for one in judge(url, evidence).problems] == ["link-login"]


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("good.csv;jsessionid=A1B2C3D4E5F6", "jsessionid"),
        ("good.csv?sessionid=8f14e45fceea167a5a36", "sessionid"),
        ("(S(lit3py55t21z5v55vlm25s55))/good.csv", "(S(lit3py55t21z5v55vlm25s55))"),
        ("good.csv?a=1&PHPSESSID=8f14e45fce", "PHPSESSID"),
        ("good.csv?X-Amz-Signature=8f14e45fce", "X-Amz-Signature"),
    ],
)
def test_a_session_in_the_address_is_a_barrier_although_it_works_today(seen, path, part) -> None:
    url, evidence = seen(path)
    judged = judge(url, evidence)
    assert (str(judged.verdict), judged.problems[0].code) == ("barrier", "link-session")
    assert judged.problems[0].params["part"] == part


def test_what_only_looks_like_a_session_is_told_and_does_not_stand_in_the_way(seen) -> None:
    url, evidence = seen("good.csv?sid=9e7e7a94737a4318aff24c24e0b9ba5d")
    judged = judge(url, evidence)
    assert (str(judged.verdict), [one.code for one in judged.problems]) == ("ok", ["link-maybe-session"])


@pytest.mark.parametrize(
    "query", ["?sid=000014", "?sid=taichung-station-no", "?session=morning", "?id=8f14e45fceea167a5a36"]
)
def test_an_ordinary_parameter_is_no_session(seen, query) -> None:
    url, evidence = seen(f"good.csv{query}")
    assert judge(url, evidence).problems == ()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://169.254.169.254/latest/meta-data/", "fetch-address-private"),
        ("http://127.0.0.1/", "fetch-address-private"),
        ("http://[::1]/", "fetch-address-private"),
        ("http://10.0.0.1/secret.csv", "fetch-address-private"),
        ("https://192.168.1.1:22/", "fetch-address-unusable"),
    ],
)
def test_what_lies_inside_is_never_contacted(seen, url, code) -> None:
    asked, evidence = seen(url)
    judged = judge(asked, evidence)
    assert (str(judged.verdict), judged.problems[0].code) == ("unreachable", code)
    assert evidence.status == 0


def test_a_redirect_inside_is_not_followed(seen) -> None:
    url, evidence = seen("redirect?to=http://169.254.169.254/latest/")
    assert judge(url, evidence).problems[0].code == "fetch-address-private"


@pytest.mark.parametrize(
    ("path", "code"), [("redirect?to=/redirect?to=/redirect", "fetch-too-many-redirects")]
)
def test_redirects_end(seen, path, code, site) -> None:
    site[1].instead["loop"] = (302, "", b"")
    url, evidence = seen("redirect?to=/redirect?to=/redirect?to=/redirect?to=/redirect?to=/good.csv")
    assert judge(url, evidence).problems[0].code in {code, "link-odd-status"}


def test_nobody_there_is_unreachable(client_of_site) -> None:
    from springhead.engine.net.fetch import Fetcher

    port = closed_port()
    origin = f"http://127.0.0.1:{port}"
    evidence = looking.look(f"{origin}/a.csv", using=Fetcher(allow=frozenset({origin})))
    assert judge(f"{origin}/a.csv", evidence).problems[0].code == "fetch-unreachable"


def test_an_endless_file_is_read_no_further_than_its_beginning(seen) -> None:
    url, evidence = seen("endless.csv")
    assert str(judge(url, evidence, Wanted(fields=("站名",))).verdict) == "ok"
    assert not evidence.whole
    assert 10_000 < evidence.rows < sniffing.BEGINNING


def test_a_workbook_too_large_to_read_is_known_by_its_first_entries(seen, monkeypatch) -> None:
    monkeypatch.setattr(sniffing, "CONTAINER", 1_500)
    url, evidence = seen("book.xlsx")
    assert (evidence.kind, evidence.whole) == ("xlsx", False)
    judged = judge(url, evidence, Wanted("XLSX", ("水位",)))
    assert str(judged.verdict) == "ok"
    assert [one.code for one in judged.problems] == ["link-fields-unread"]


def test_evidence_survives_being_kept(seen) -> None:
    for name in ("good.csv", "downloads", "notes.zip", "missing"):
        _, evidence = seen(name)
        assert type(evidence).from_json(evidence.as_json()) == evidence
    assert evidence.page is Page.PLAIN


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "link-no-address"),
        ("ftp://example.org/a", "fetch-address-unusable"),
        ("javascript:alert(1)", "fetch-address-unusable"),
        ("https://user:pw@example.org/", "fetch-address-unusable"),
        ("https://example.org/" + "a" * 2_000, "link-address-long"),
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_asked(text, code) -> None:
    with pytest.raises(Refused) as refused:
        rules.address(text)
    assert refused.value.problems[0].code == code


def test_an_address_has_one_spelling() -> None:
    assert rules.address(" HTTPS://Data.Example.ORG/A?b=1#c \n") == "https://data.example.org/A?b=1"
    assert rules.address("https://example.org") == "https://example.org/"


HOSTILE = (
    "<!--", "<!---->", "<a ", "<", "<script>", "<form><input value='查詢'", "</", "<![", "&#", "<style", "<!DOCTYPE [",
    "<a href='", '<a b="', "a=", "<input name=captcha ", "找不到", "src='", "value=", "<x y=z", "<b a a a a a a a",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_markup_costs_little(piece) -> None:
    begun = process_time()
    pages.tell(piece * (pages.READ // len(piece)), final="http://a.example/", asked="http://a.example/")
    assert process_time() - begun < 3
    begun = process_time()
    sniffing._HTML_ROOTS.match((piece * 4096).encode()[:4096])
    assert process_time() - begun < 0.5
