"""TLS to a pinned address: the certificate must be for the name that was asked, not for the address."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.net.agency import CSV, agency

from springhead.engine.kernel.problems import Refused
from springhead.engine.net import Fetcher, Limits
from springhead.engine.net.pace import Pace

HOST = "data.example.test"


def certificate(folder, host):
    """Write a self-signed certificate for a host and its key; return the path of both in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def secure_site(tmp_path, monkeypatch):
    """A site with a certificate for HOST that this process trusts, at a loopback address that counts as public."""
    path = certificate(tmp_path, HOST)
    trust = ssl.create_default_context(cafile=str(path))
    monkeypatch.setattr("springhead.engine.net.connect._trust", lambda: trust)
    monkeypatch.setattr("springhead.engine.net.addresses.is_public", lambda address: True)
    with agency() as (origin, server):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        yield int(origin.rpartition(":")[2])


def fetch(port, host, folder):
    fetcher = Fetcher(
        resolve=lambda name, number: ["127.0.0.1"],
        limits=Limits(seconds=5),
        pace=Pace(0),
        ports=frozenset({port}),
    )
    return fetcher.fetch(f"https://{host}:{port}/file.csv", folder)


def test_the_certificate_is_checked_against_the_name(secure_site, tmp_path):
    assert fetch(secure_site, HOST, tmp_path / "in").path.read_bytes() == CSV


def test_a_certificate_for_another_name_is_refused(secure_site, tmp_path):
    with pytest.raises(Refused) as refused:
        fetch(secure_site, "other.example.test", tmp_path / "in")
    assert refused.value.problems[0].code == "fetch-certificate"


def test_a_certificate_nobody_vouches_for_is_refused(secure_site, tmp_path, monkeypatch):
    stranger = ssl.create_default_context()
    monkeypatch.setattr("springhead.engine.net.connect._trust", lambda: stranger)
    with pytest.raises(Refused) as refused:
        fetch(secure_site, HOST, tmp_path / "in")
    assert refused.value.problems[0].code == "fetch-certificate"
