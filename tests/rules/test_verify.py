"""The file that strangers check receipts with: against the tree, against `cryptography`, against every forgery."""

import ast
import copy
import json
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from springhead.engine.kernel import canonical, merkle, verify

FILE = Path(verify.__file__)

# RFC 8032 section 7.1: secret key, public key, message, signature.
RFC_VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


class Ledger:
    """A small ledger in memory that writes what the product writes."""

    def __init__(self, count):
        self.private = Ed25519PrivateKey.from_private_bytes(sha256(b"a key for tests").digest())
        self.public = self.private.public_key().public_bytes_raw()
        self.key = "ed25519-" + sha256(self.public).hexdigest()[:32]
        digest = sha256(canonical.canonical(["00ff", "mail", "a@example.test"])).hexdigest()
        self.events = [
            {
                "v": 1, "seq": number, "at": "2026-01-31T04:00:00.000000Z", "event": "delivery.publish",
                "subject": "ds_00000001", "actor": "ag_00000001", "public": {"名": f"水庫{number}"},
                "private": {"mail": digest},
            }
            for number in range(count)
        ]  # fmt: skip
        self.tree, self.hashes, self.roots = merkle.CompactRange(), {}, []
        for number, event in enumerate(self.events):
            leaf = merkle.leaf_hash(canonical.canonical(event))
            self.hashes[2 * number] = leaf
            self.tree, nodes = self.tree.append(leaf)
            self.hashes.update({node.position: node.hash for node in nodes})
            self.roots.append(self.tree.root)

    def head(self, size, **other):
        said = {
            "type": "springhead.head.v1", "log": "log_00000000", "size": size, "root": self.roots[size - 1].hex(),
            "at": "2026-01-31T04:00:01.000000Z", "key": self.key,
        } | other  # fmt: skip
        return said | {"signature": self.private.sign(canonical.canonical(said)).hex()}

    def receipt(self, index, size):
        path = merkle.proof(merkle.inclusion_spans(index, size), self.hashes)
        return {
            "type": "springhead.receipt.v1",
            "event": self.events[index],
            "opened": {"mail": {"salt": "00ff", "value": "a@example.test"}},
            "inclusion": {"index": index, "size": size, "path": [step.hex() for step in path]},
            "head": self.head(size),
            "key": {"id": self.key, "public": self.public.hex()},
        }

    def consistency(self, old, new):
        path = merkle.proof(merkle.consistency_spans(old, new), self.hashes)
        return {
            "type": "springhead.consistency.v1",
            "old": self.head(old),
            "new": self.head(new),
            "path": [step.hex() for step in path],
            "keys": [{"id": self.key, "public": self.public.hex()}],
        }

    def keys(self):
        return {"keys": [{"id": self.key, "public": self.public.hex(), "first_size": 1, "last_size": None}]}

    def export(self, folder):
        folder.mkdir()
        (folder / "events.ndjson").write_text("".join(json.dumps(event) + "\n" for event in self.events))
        heads = [self.head(size) for size in range(1, len(self.events) + 1)]
        (folder / "heads.ndjson").write_text("".join(json.dumps(head) + "\n" for head in heads))
        (folder / "keys.json").write_text(json.dumps(self.keys()))
        return folder


LEDGER = Ledger(40)


def check(document, tmp_path, *more):
    path = tmp_path / "receipt.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return verify.main([str(path), *more])


# -- Ed25519


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_VECTORS)
def test_the_vectors_of_the_rfc_verify(secret, public, message, signature):
    parts = [bytes.fromhex(part) for part in (public, message, signature)]
    assert verify.signature_is_good(*parts)
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).sign(parts[1]) == parts[2]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.data())
@settings(max_examples=40, deadline=None)
def test_it_agrees_with_cryptography_on_good_and_on_changed_signatures(secret, message, data):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert verify.signature_is_good(public, message, signature)
    parts = [bytearray(public), bytearray(message), bytearray(signature)]
    part = data.draw(st.sampled_from([part for part in parts if part]))
    part[data.draw(st.integers(0, len(part) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    changed = [bytes(part) for part in parts]
    assert not verify.signature_is_good(*changed)
    with pytest.raises((InvalidSignature, ValueError)):
        Ed25519PublicKey.from_public_bytes(changed[0]).verify(changed[2], changed[1])


def test_a_signature_with_the_group_order_added_is_refused():
    # The equation still holds for s + L; accepting it would give every signature a twin (RFC 8032 8.4).
    public, message, signature = (bytes.fromhex(part) for part in RFC_VECTORS[1][1:])
    s = int.from_bytes(signature[32:], "little") + verify.L
    assert not verify.signature_is_good(public, message, signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("y", [verify.P, verify.P + 1, 2**255 - 1])
def test_a_coordinate_beyond_the_field_is_no_point(y):
    assert verify.decode_point(y.to_bytes(32, "little")) is None


def test_minus_zero_is_no_point():
    assert verify.decode_point((1 | 1 << 255).to_bytes(32, "little")) is None
    assert verify.decode_point((1).to_bytes(32, "little")) is not None


def test_half_of_all_numbers_are_no_points():
    points = [verify.decode_point(number.to_bytes(32, "little")) for number in range(200)]
    assert 60 < sum(point is None for point in points) < 140


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=30, deadline=None)
def test_a_point_is_written_as_it_was_read(data):
    point = verify.decode_point(data)
    assert point is None or verify.encode_point(point) == data


@pytest.mark.parametrize(
    ("public", "signature"), [(b"", b"x" * 64), (b"x" * 31, b"x" * 64), (None, b"x" * 63)]
)
def test_keys_and_signatures_of_a_wrong_length_are_refused(public, signature):
    assert not verify.signature_is_good(LEDGER.public if public is None else public, b"", signature)


# -- Merkle proofs


@given(st.data())
@settings(deadline=None)
def test_every_leaf_is_proven_in_every_tree_and_nowhere_else(data):
    size = data.draw(st.integers(1, 40))
    index = data.draw(st.integers(0, size - 1))
    path = merkle.proof(merkle.inclusion_spans(index, size), LEDGER.hashes)
    leaf, root = LEDGER.hashes[2 * index], LEDGER.roots[size - 1]
    assert verify.root_from_inclusion(leaf, index, size, path) == root
    other = data.draw(st.integers(-1, size + 1).filter(lambda place: place != index))
    assert verify.root_from_inclusion(leaf, other, size, path) != root
    assert verify.root_from_inclusion(leaf, index, size, path[:-1]) != root or not path
    assert verify.root_from_inclusion(leaf, index, size, (*path, root)) != root


@given(st.data())
@settings(deadline=None)
def test_growth_is_proven_between_all_sizes_and_for_no_other_roots(data):
    new = data.draw(st.integers(1, 40))
    old = data.draw(st.integers(1, new))
    path = merkle.proof(merkle.consistency_spans(old, new), LEDGER.hashes)
    first, last = LEDGER.roots[old - 1], LEDGER.roots[new - 1]
    assert verify.growth_is_proven(old, new, first, last, path)
    assert not verify.growth_is_proven(old, new, bytes(32), last, path)
    assert not verify.growth_is_proven(old, new, first, bytes(32), path)
    assert not verify.growth_is_proven(old, new, first, last, (*path, bytes(32)))
    assert not verify.growth_is_proven(new + 1, new, first, last, path)
    if path:
        assert not verify.growth_is_proven(old, new, first, last, path[:-1])
        assert not verify.growth_is_proven(old, new, first, last, [])


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3),
        max_leaves=10,
    )
)  # fmt: skip
def test_it_writes_the_same_canonical_bytes_as_the_ledger(value):
    assert verify.canonical(value) == canonical.canonical(value)


# -- Receipts


def test_a_genuine_receipt_is_told_in_both_languages(tmp_path, capsys):
    assert check(LEDGER.receipt(12, 30), tmp_path) == 0
    said = capsys.readouterr().out
    for word in (
        "收據屬實",
        "genuine",
        "delivery.publish",
        "水庫12",
        "a@example.test",
        "2026-01-31 12:00:00",
        LEDGER.key,
    ):
        assert word in said
    assert "比對" in said
    assert "Compare" in said


def test_a_key_that_the_reader_names_needs_no_comparing(tmp_path, capsys):
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(LEDGER.keys()))
    for key in (LEDGER.public.hex(), LEDGER.key, str(keys)):
        assert check(LEDGER.receipt(0, 1), tmp_path, "--key", key) == 0
        assert "Compare" not in capsys.readouterr().out


@pytest.mark.parametrize("key", ["ed25519-" + "0" * 32, "ab" * 32])
def test_a_receipt_signed_by_another_key_is_not_genuine(tmp_path, capsys, key):
    assert check(LEDGER.receipt(0, 1), tmp_path, "--key", key) == 1
    assert "不屬實" in capsys.readouterr().out


def test_a_head_signed_by_a_key_that_was_retired_before_is_not_genuine(tmp_path):
    document = LEDGER.keys()
    document["keys"][0]["last_size"] = 19
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(document))
    assert check(LEDGER.receipt(3, 19), tmp_path, "--key", str(keys)) == 0
    assert check(LEDGER.receipt(3, 20), tmp_path, "--key", str(keys)) == 1


def leaves_of(value, where=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves_of(inner, (*where, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves_of(inner, (*where, place))
    else:
        yield where


def altered(document, where):
    changed = copy.deepcopy(document)
    inner = changed
    for step in where[:-1]:
        inner = inner[step]
    old = inner[where[-1]]
    inner[where[-1]] = old + 1 if isinstance(old, int) else ("1" if old[:1] != "1" else "2") + old[1:]
    return changed


@pytest.mark.parametrize(
    "where", list(leaves_of(LEDGER.receipt(5, 23))), ids=lambda where: ".".join(map(str, where))
)
def test_whatever_is_altered_in_a_receipt_is_noticed(tmp_path, where):
    assert check(altered(LEDGER.receipt(5, 23), where), tmp_path) in (1, 2)


@pytest.mark.parametrize(
    "where", list(leaves_of(LEDGER.consistency(5, 23))), ids=lambda where: ".".join(map(str, where))
)
def test_whatever_is_altered_in_a_consistency_proof_is_noticed(tmp_path, where):
    assert check(LEDGER.consistency(5, 23), tmp_path) == 0
    assert check(altered(LEDGER.consistency(5, 23), where), tmp_path) in (1, 2)


@pytest.mark.parametrize("part", ["event", "head"])
def test_a_field_that_does_not_belong_is_noticed(tmp_path, part):
    receipt = LEDGER.receipt(5, 23)
    receipt[part] = receipt[part] | {"note": "and a free lunch"}
    assert check(receipt, tmp_path) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "null",
        "{}",
        '{"type": "springhead.receipt.v1", "type": "x"}',
        '{"type": 1.5}',
        '{"type": NaN}',
        '{"type": "another", "key": {"id": "x", "public": "00"}}',
        "[" * 100_000,
        json.dumps(LEDGER.receipt(1, 2)).replace('"seq": 1', '"seq": true'),
        json.dumps(LEDGER.receipt(1, 2)).replace('"path": ["', '"path": ["zz'),
    ],
)
def test_what_is_no_receipt_cannot_be_read(tmp_path, text):
    assert check(text, tmp_path) == 2


def test_a_receipt_cannot_play_tricks_on_the_terminal(tmp_path, capsys):
    receipt = LEDGER.receipt(1, 2)
    receipt["head"]["key"] = "\x1b[2Jgenuine"
    assert check(receipt, tmp_path) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_without_a_file_it_explains_itself(capsys):
    assert verify.main([]) == 2
    assert "keys.json" in capsys.readouterr().out
    assert verify.main(["/nowhere/at/all.json"]) == 2


# -- Folders


def test_an_exported_ledger_is_recomputed_from_its_first_event(tmp_path, capsys):
    assert verify.main([str(LEDGER.export(tmp_path / "export"))]) == 0
    assert "40" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "change", "named"),
    [
        (
            "events.ndjson",
            lambda lines: [*lines[:7], lines[7].replace("12", "13").replace("7", "8"), *lines[8:]],
            "",
        ),
        ("events.ndjson", lambda lines: [*lines[:9], *lines[10:]], "9"),
        ("events.ndjson", lambda lines: lines[:-1], "39"),
        ("events.ndjson", lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "3"),
        (
            "events.ndjson",
            lambda lines: [*lines[:5], lines[5].replace("ds_00000001", "ds_00000002"), *lines[6:]],
            "5",
        ),
        ("heads.ndjson", lambda lines: [lines[0].replace("log_00000000", "log_00000001"), *lines[1:]], ""),
        ("heads.ndjson", lambda lines: [], ""),
    ],
)
def test_a_changed_export_is_not_genuine_and_the_place_is_named(tmp_path, capsys, file, change, named):
    folder = LEDGER.export(tmp_path / "export")
    lines = (folder / file).read_text().splitlines(keepends=True)
    (folder / file).write_text("".join(change(lines)))
    assert verify.main([str(folder)]) == 1
    assert named in capsys.readouterr().out


def test_heads_of_two_ledgers_do_not_pass_for_one(tmp_path):
    folder = LEDGER.export(tmp_path / "export")
    with (folder / "heads.ndjson").open("a") as file:
        file.write(json.dumps(LEDGER.head(40, log="log_11111111")) + "\n")
    assert verify.main([str(folder)]) == 1


# -- The file itself


def test_it_uses_nothing_but_the_standard_library():
    tree = ast.parse(FILE.read_text(), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {
        "__future__",
        "gzip",
        "hashlib",
        "json",
        "sys",
        "zlib",
        "datetime",
        "pathlib",
        "typing",
    }


def test_a_copy_of_it_runs_alone(tmp_path):
    copy_of_it = tmp_path / "verify.py"
    shutil.copy(FILE, copy_of_it)
    (tmp_path / "receipt.json").write_text(json.dumps(LEDGER.receipt(12, 30)))
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", str(copy_of_it), "receipt.json"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "收據屬實" in done.stdout
