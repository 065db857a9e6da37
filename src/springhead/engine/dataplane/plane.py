"""What all handlers share: the public folder, its stores, the cache, who may see what, and how it is counted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Final

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.cache import Cache
from springhead.engine.dataplane.engines import Engines
from springhead.engine.dataplane.fileindex import Index
from springhead.engine.dataplane.keys import Keys
from springhead.engine.dataplane.manifests import Manifests, Served
from springhead.engine.dataplane.messages import Answer, Body, Header, Request, Stream, content_digest
from springhead.engine.dataplane.quotas import Quotas
from springhead.engine.dataplane.settings import Settings
from springhead.engine.kernel.language import joined
from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.tally import Tally
from springhead.engine.tables.manifest import SnapshotEntry
from springhead.engine.tables.query import cursor as cursors
from springhead.engine.tables.query.names import Names
from springhead.engine.tables.query.questions import Questions
from springhead.engine.tables.query.reading import pairs

Params = dict[str, str]
Handler = Callable[["Plane", Request, Params], Awaitable[Answer | Stream]]
KEY: Final = 16  # bytes of a body's name in the cache
PACK_INLINE: Final = 200_000  # bytes: larger bodies are compressed in a thread
REVALIDATE: Final = (b"cache-control", b"public, no-cache")
PINNED: Final = (b"cache-control", b"public, max-age=3600")
PRIVATE: Final = (b"cache-control", b"private, no-cache")
VARY: Final = (b"vary", b"Accept-Encoding")


@dataclass(slots=True)
class Target:
    """The snapshot a request is about. `pinned`: asked for by number, so it will never change."""

    table: str
    served: Served
    entry: SnapshotEntry
    content: str
    pinned: bool
    caching: Header


class Plane:
    """State of one data plane process."""

    def __init__(
        self,
        public: Path,
        settings: Settings,
        *,
        incoming: Path | None = None,
        secrets: Path | None = None,
    ) -> None:
        self.incoming = incoming
        self.secrets = secrets
        self.public = public
        self.settings = settings
        self.manifests = Manifests(public, recheck=settings.recheck_seconds)
        self.engines = Engines(public, settings)
        self.cache = Cache(settings.cache_bytes)
        self.keys = Keys(public)
        self.quotas = Quotas(settings.quota, settings.key_quota)
        self.tally = Tally(settings.usage)
        self.files = Index()
        self._used: dict[tuple[str, str], int] = {}
        self._flushed = monotonic()
        self.closing = False

    def target(self, request: Request, params: Params) -> Target:
        """Return the snapshot asked for; Refused when it is not there, withdrawn or not granted."""
        table = params["table"]
        served = self.table(request, table)
        number = params.get("snapshot") or _asked_snapshot(request)
        entry = served.snapshot(int(number) if number else None) if _is_number(number) else None
        if entry is None:
            numbers = joined(str(one.number) for one in served.manifest.snapshots)
            raise Refused(texts.NO_SNAPSHOT.at(number, numbers=numbers))
        caching = PINNED if number else REVALIDATE
        if served.manifest.access != "open":
            caching = PRIVATE
        store = entry.store("sqlite")
        if store is None:
            raise Refused(texts.NOT_READY.at())
        return Target(table, served, entry, store.sha256, bool(number), caching)

    def table(self, request: Request, table: str) -> Served:
        """Return a table the client may see; Refused otherwise."""
        served = self.manifests.get(table)
        if served is None:
            raise Refused(texts.NO_TABLE.at(table[:60]))
        if served.manifest.withdrawn:
            reason = served.manifest.withdrawn
            zh = reason.get("zh-Hant") or reason.get("reason", "")
            raise Refused(texts.WITHDRAWN.at(table, reason_zh=zh, reason_en=reason.get("en") or zh))
        if served.manifest.access != "open":
            self._check_key(request, table)
        return served

    def key(self, request: Request) -> str:
        """Return the id of the valid key a request carries, or nothing."""
        text = key_text(request)
        key = self.keys.find(text) if text else None
        return key.id if key else ""

    def names(self, target: Target) -> Names:
        """Return the words of a snapshot's columns."""
        return self.questions(target).names

    def questions(self, target: Target) -> Questions:
        """Return the reader of a snapshot's questions; made once per snapshot."""
        known = target.served.prepared.get(target.entry.number)
        if known is None:
            known = Questions(Names(target.entry.columns, self.engines.inline(target.entry).layout))
            target.served.prepared[target.entry.number] = known
        return known

    async def body(
        self, request: Request, target: Target, kind: str, make: Callable[[], Awaitable[Body]]
    ) -> Answer:
        """Answer with the body of this query: 304, from the cache, or made now (once, however many ask)."""
        text = b"\x00".join((kind.encode(), target.content.encode(), request.query))
        key = blake2b(text, digest_size=KEY).digest()
        return await self.answer(request, key, target.caching, make)

    async def answer(
        self, request: Request, key: bytes, caching: Header, make: Callable[[], Awaitable[Body]]
    ) -> Answer:
        """Answer with the body called `key`, whose tag is made from it: equal key, equal bytes."""
        etag = b'"' + key[:12].hex().encode() + b'"'
        if request.matches(etag):
            return Answer(304, b"", [(b"etag", etag), caching, VARY])
        body = self.cache.get(key) or await self.cache.fetch(key, make)
        if request.takes_gzip() and len(body.plain) > 1000:
            if not body.packed:
                await self._pack(body)
                self.cache.weigh(key)
            headers = [(b"etag", etag[:-1] + b'-gz"'), (b"content-encoding", b"gzip")]
            content, digested = body.packed, body.packed_digest
        else:
            headers = [(b"etag", etag)]
            if not body.digest:
                body.digest = content_digest(body.plain)
            content, digested = body.plain, body.digest
        headers += [
            (b"content-type", body.content_type),
            (b"content-digest", digested),
            caching,
            VARY,
            *body.links,
        ]
        return Answer(200, content, headers)

    def count(self, kind: str, table: str) -> None:
        """Count one answered request, without anything about who asked; written out every few seconds."""
        use = (kind, table)
        self._used[use] = self._used.get(use, 0) + 1
        if monotonic() - self._flushed >= self.settings.usage_seconds:
            self.flush()

    def flush(self) -> None:
        """Write out what was counted."""
        self._flushed = monotonic()
        used, self._used = self._used, {}
        for (kind, table), number in used.items():
            self.tally.note(kind, table, number)
        self.tally.flush()

    def close(self) -> None:
        """Stop everything and write out what was counted."""
        self.closing = True
        self.engines.close()
        self.flush()

    async def _pack(self, body: Body) -> None:
        if len(body.plain) > PACK_INLINE:
            await self.engines.in_thread(body.pack)
        else:
            body.pack()

    def _check_key(self, request: Request, table: str) -> None:
        text = key_text(request)
        if not text:
            raise Refused(texts.KEY_NEEDED.at(table))
        key = self.keys.find(text)
        if key is None or table not in key.tables:
            raise Refused(texts.KEY_REFUSED.at(table))


def key_text(request: Request) -> str:
    """Return the key a request carries, in `Authorization: Bearer` or `X-API-Key`."""
    given = request.header(b"authorization")
    if given[:7].lower() == b"bearer ":
        return given[7:].strip().decode("latin-1")
    return request.header(b"x-api-key").decode("latin-1")


def _asked_snapshot(request: Request) -> str:
    """Return the snapshot number in `snapshot=` or inside a cursor, which is pinned to one."""
    if b"snapshot=" not in request.query and b"cursor=" not in request.query:
        return ""
    given = dict(pairs(request.query))
    if given.get("cursor"):
        pinned = str(cursors.peek(given["cursor"]).snapshot)
        return given.get("snapshot") or pinned
    return given.get("snapshot", "")


def _is_number(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) < 9)
