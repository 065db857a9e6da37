"""Follows the links of a running product as somebody, a few pages of every kind."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

OF_A_KIND = 2  # pages of one kind that are opened
NAMES = (r"[A-Z]{1,3}-\d{4}-\d+(\.\d+)*", r"\b[a-z]{2}_[0-9a-z]{8}(-[^/?]*)?", r"\d+")
# Broken on purpose, or large.
LEFT_OUT = ("/demo/agency-site/", "/demo/receiver/", "/account/logout", "/files/", "/static/", "/dumps/")


def visitor(address: str, persona: str = "") -> OpenerDirector:
    """Return somebody who opens pages: a demo account, or nobody in particular."""
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    if persona:
        page = opener.open(f"{address}/demo/accounts/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        form = urlencode({"persona": persona, "csrfmiddlewaretoken": token}).encode()
        opener.open(f"{address}/demo/sign-in/", form)
    return opener


def walk(
    address: str, who: OpenerDirector, *, starts: tuple[str, ...], most: int
) -> Iterator[tuple[str, int]]:
    """Yield the path and status of every page opened, at most so many."""
    seen: Counter[str] = Counter()
    queue, known = deque(starts), set(starts)
    while queue and most:
        path = queue.popleft()
        kind = _kind(path)
        seen[kind] += 1
        if seen[kind] > OF_A_KIND:
            continue
        most -= 1
        status, links = _open(address, who, path)
        yield path, status
        for link in links - known:
            known.add(link)
            queue.append(link)


def _open(address: str, who: OpenerDirector, path: str) -> tuple[int, set[str]]:
    try:
        with who.open(address + path, timeout=60) as answer:
            html = answer.headers.get_content_type() == "text/html"
            text = answer.read().decode() if html else ""
            here = answer.geturl()
    except HTTPError as error:
        return error.code, set()
    found = (
        urldefrag(urljoin(here, unescape(link)))[0] for link in re.findall(r'<a\s[^>]*href="([^"]+)"', text)
    )
    own = (urlsplit(one)._replace(scheme="", netloc="").geturl() for one in found if one.startswith(address))
    return 200, {one for one in own if not one.removeprefix("/en").startswith(LEFT_OUT)}


def _kind(path: str) -> str:
    parts = urlsplit(path)
    plain = parts.path
    for name in NAMES:
        plain = re.sub(name, "…", plain)
    return plain + "?" + ",".join(sorted(re.findall(r"(?:^|&)(\w+)=", parts.query)))
