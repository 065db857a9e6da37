"""The cache of answers stays within its size, also when compressed forms are made later."""

from springhead.engine.dataplane.cache import Cache
from springhead.engine.dataplane.messages import Body


def body(size: int) -> Body:
    return Body(bytes(range(256)) * (size // 256))


def test_the_least_recently_used_goes_first() -> None:
    cache = Cache(30_000)
    for name in (b"a", b"b", b"c"):
        cache.keep(name, body(2_560))
    for number in range(20):
        assert cache.get(b"a") is not None
        cache.keep(b"%d" % number, body(2_560))
    assert cache.get(b"b") is None
    assert cache.get(b"19") is not None


def test_a_compressed_form_counts_and_is_given_back_with_its_body() -> None:
    cache = Cache(30_000)
    for number in range(200):
        key = b"%d" % number
        cache.keep(key, body(2_560))
        kept = cache.get(key)
        assert kept is not None
        kept.pack()
        cache.weigh(key)
    held = [found for number in range(200) if (found := cache.get(b"%d" % number))]
    assert 5 <= len(held) <= 9
    assert sum(one.size for one in held) <= 30_000


def test_a_body_that_would_fill_it_is_not_kept() -> None:
    cache = Cache(30_000)
    cache.keep(b"large", body(5_120))
    assert cache.get(b"large") is None
