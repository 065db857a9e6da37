"""Which addresses the outgoing client may reach. Nothing here touches a network."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springhead.engine.kernel.problems import Refused
from springhead.engine.net.addresses import check, is_public

PUBLIC = "93.184.216.34"

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.8.8", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "::2", "::127.0.0.1", "4000::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1",
]  # fmt: skip


def look(url, found=(PUBLIC,), **more):
    return check(url, resolve=lambda host, port: list(found), allow=more.pop("allow", frozenset()), **more)


def code(refused):
    return refused.value.problems[0].code


@pytest.mark.parametrize("address", PRIVATE)
def test_inside_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "210.69.0.1", "2001:4860:4860::8888", "2404:6800::1"])
def test_public_addresses_are(address):
    assert is_public(address)


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public(address):
    if (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
    ):
        assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_an_old_address_in_the_disguise_of_a_new_one_is_never_public(address):
    assert not is_public(f"::ffff:{address}")


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused(address):
    with pytest.raises(Refused) as refused:
        look("https://data.example.test/", [address])
    assert code(refused) == "fetch-address-private"


def test_one_inside_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(Refused) as refused:
        look("https://data.example.test/", [PUBLIC, "10.0.0.1"])
    assert code(refused) == "fetch-address-private"


def test_a_checked_target_keeps_the_addresses_that_were_checked():
    target = look("https://data.example.test/a.csv?b=1")
    assert (target.host, target.port, target.addresses) == ("data.example.test", 443, (PUBLIC,))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://data.example.test/", "file:///etc/passwd", "gopher://data.example.test/", "//data.example.test/",
        "data.example.test/a.csv", "", "http://", "https://user:word@data.example.test/", "https://@data.example.test/",
        "http://data.example.test:22/", "http://data.example.test:0/", "http://data.example.test:99999/",
        "http://[::1", "http://data .example.test/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_addresses_that_cannot_be_fetched_are_refused(url):
    with pytest.raises(Refused) as refused:
        look(url)
    assert code(refused) == "fetch-address-unusable"


def test_a_password_in_an_address_is_not_repeated_in_the_problem():
    with pytest.raises(Refused) as refused:
        look("https://user:geheim@data.example.test/")
    assert "geheim" not in str(refused.value.problems[0].as_json())


def test_an_unknown_host_is_told():
    def unknown(host, port):
        raise OSError

    for resolve in (unknown, lambda host, port: []):
        with pytest.raises(Refused) as refused:
            check("https://nowhere.example.test/", resolve=resolve, allow=frozenset())
        assert code(refused) == "fetch-name-unknown"


def test_an_allowed_origin_is_exact():
    allow = frozenset({"http://127.0.0.1:8151"})
    assert look("http://127.0.0.1:8151/x", ["127.0.0.1"], allow=allow).origin == "http://127.0.0.1:8151"
    for url in (
        "http://127.0.0.1:8080/",
        "https://127.0.0.1:8443/",
        "http://localhost:8080/",
        "http://127.0.0.2/",
    ):
        with pytest.raises(Refused) as refused:
            look(url, ["127.0.0.1"], allow=allow)
        assert code(refused) == "fetch-address-private"


def test_chinese_host_names_are_asked_for_in_punycode():
    asked = []

    def resolve(host, port):
        asked.append(host)
        return [PUBLIC]

    check("https://資料.example.test/", resolve=resolve, allow=frozenset())
    assert asked[0].startswith("xn--")
    assert asked[0].encode().decode("idna") == "資料.example.test"


def test_spellings_of_loopback_are_caught_by_what_they_resolve_to():
    import socket

    from springhead.engine.net.addresses import system_resolver

    for host in (
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "localhost",
    ):
        try:
            found = system_resolver(host.strip("[]"), 80)
        except socket.gaierror:
            continue  # this machine does not know the spelling, so it cannot be reached either
        assert not any(is_public(address) for address in found), host
        assert all(ipaddress.ip_address(address) for address in found)
