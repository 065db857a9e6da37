"""A site that forgets its intermediate certificate opens in browsers and in no program: a barrier with its own remedy."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.checks.conftest import DUTIES
from tests.checks.site import site as running_site

from springhead.engine.kernel.now import now
from springhead.engine.net import Fetcher, Limits
from springhead.engine.net.pace import Pace
from springhead.foundation.checks import actions, looking, showing
from springhead.foundation.checks.models import Check
from springhead.foundation.jobs.worker import drain

pytestmark = pytest.mark.django_db


def _signed(name: str, issuer: tuple[x509.Name, ec.EllipticCurvePrivateKey] | None, *, ca: bool):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, by_key = issuer or (subject, key)
    start = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False
        )
        .sign(by_key, hashes.SHA256())
    )
    return made, key, subject


@pytest.fixture
def half_a_chain(tmp_path, monkeypatch, everywhere) -> Iterator[str]:
    """A site that sends its certificate without the intermediate one; jobs look at it through their own client."""
    host, pem = "data.example.test", serialization.Encoding.PEM
    root, root_key, root_name = _signed("root.example.test", None, ca=True)
    _, middle_key, middle_name = _signed("middle.example.test", (root_name, root_key), ca=True)
    leaf, leaf_key, _ = _signed(host, (middle_name, middle_key), ca=False)
    (tmp_path / "root.pem").write_bytes(root.public_bytes(pem))
    private = leaf_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "leaf.pem").write_bytes(leaf.public_bytes(pem) + private)
    trust = ssl.create_default_context(cafile=str(tmp_path / "root.pem"))
    monkeypatch.setattr("springhead.engine.net.connect._trust", lambda: trust)
    monkeypatch.setattr("springhead.engine.net.addresses.is_public", lambda address: True)
    with running_site() as (origin, server):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "leaf.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
        port = int(origin.rpartition(":")[2])
        client = Fetcher(
            resolve=lambda name, number: ["127.0.0.1"],
            limits=Limits(seconds=5),
            pace=Pace(0),
            ports=frozenset({port}),
        )
        monkeypatch.setattr(looking, "client", lambda: client)
        yield f"https://{host}:{port}/good.csv"


def test_a_chain_that_is_not_whole_is_a_barrier_that_says_which_certificates_to_install(half_a_chain) -> None:
    actions.watch(half_a_chain, "ds_7k3m9q2x", at=now())
    actions.queue_due(now() + timedelta(hours=2))
    drain(["look"], DUTIES)
    row = Check.objects.select_related("outcome").get()
    (found,) = showing.settled([row])
    assert (row.verdict, found.reasons[0].code) == ("barrier", "link-certificate")
    assert "憑證鏈不完整" in found.reasons[0].message["zh-Hant"]
    assert "intermediate" in found.reasons[0].remedy["en"]
    assert row.red_at is not None
