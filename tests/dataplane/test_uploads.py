"""Files arrive whole, resumed or in a form, and never where they should not."""

import asyncio
import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from springhead.engine.dataplane.receiving import Place, sweep
from springhead.engine.dataplane.uploads import Uploads
from springhead.engine.kernel import now

OFFSET = (b"content-type", b"application/offset+octet-stream")


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "upload.key").write_text("a key for tests")
    return tmp_path / "incoming", secrets


def ticket(
    upload_id: str = "up_00000001",
    *,
    most: int = 1_000_000,
    lives: int = 60,
    key: str = "a key for tests",
    **more: str,
) -> str:
    payload = {"upload_id": upload_id, "person": "", "distribution": "", "max_bytes": most, **more}
    payload["expires"] = int(now.wall().timestamp()) + lives
    body = base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=")
    return f"{body.decode()}.{hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}"


def call(
    folders: tuple[Path, Path],
    method: str,
    path: str,
    *headers: tuple[bytes, bytes],
    body: list[bytes] | None = None,
    app: Uploads | None = None,
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Send one request; `body` is a list of pieces, None in it means that the client went away.

    Without `app` every request meets a process that was just started.
    """
    pieces, sent = list(body or [b""]), list[Any]()

    async def receive() -> dict[str, Any]:
        piece = pieces.pop(0)
        if piece is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    target, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": target,
        "query_string": query.encode(),
        "headers": list(headers),
    }
    asyncio.run((app or Uploads(*folders))(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def begin(
    folders: tuple[Path, Path],
    token: str,
    length: int,
    name: str = "水位.csv",
    *,
    app: Uploads | None = None,
) -> tuple[int, dict[bytes, bytes], bytes]:
    metadata = b"filename " + base64.b64encode(name.encode())
    return call(
        folders,
        "POST",
        f"/uploads?ticket={token}",
        (b"upload-length", str(length).encode()),
        (b"upload-metadata", metadata),
        app=app,
    )


def test_a_file_arrives_in_two_parts_with_a_break_between(folders: tuple[Path, Path]) -> None:
    token = ticket()
    status, headers, _ = begin(folders, token, 10)
    assert status == 201
    where = headers[b"location"].decode()
    status, headers, _ = call(folders, "PATCH", where, OFFSET, (b"upload-offset", b"0"), body=[b"0123", None])
    assert call(folders, "HEAD", where)[1][b"upload-offset"] == b"4"
    assert not (folders[0] / "up_00000001" / "done.json").exists()
    status, headers, _ = call(
        folders, "PATCH", where, OFFSET, (b"upload-offset", b"4"), body=[b"45", b"6789"]
    )
    assert (status, headers[b"upload-offset"]) == (204, b"10")
    assert (folders[0] / "up_00000001" / "file").read_bytes() == b"0123456789"
    done = json.loads((folders[0] / "up_00000001" / "done.json").read_text())
    assert done == {"filename": "水位.csv", "size": 10}


def done(folders: tuple[Path, Path]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folders[0] / "up_00000001" / "done.json").read_text())
    return told


def test_a_file_is_hashed_while_it_arrives(folders: tuple[Path, Path]) -> None:
    app = Uploads(*folders)
    where = begin(folders, ticket(), 10, app=app)[1][b"location"].decode()
    wrong = (b"upload-checksum", b"sha256 " + base64.b64encode(hashlib.sha256(b"other").digest()))
    for offset, pieces, *more in (
        (b"0", [b"01", b"23", None]),  # the client goes away and comes back
        (b"4", [b"xx"], wrong),  # a part that is taken back
        (b"4", [b"45", b"6789abc"]),  # too much: taken back
        (b"4", [b"45"]),
        (b"6", [b"6789"]),
    ):
        call(folders, "PATCH", where, OFFSET, (b"upload-offset", offset), *more, body=pieces, app=app)
    assert done(folders)["sha256"] == hashlib.sha256(b"0123456789").hexdigest()
    begin(folders, ticket(), 10, app=app)  # begun once more: all of it is there already
    assert done(folders)["sha256"] == hashlib.sha256(b"0123456789").hexdigest()
    begin(folders, ticket(), 3, "別的.csv", app=app)
    call(folders, "PATCH", where, OFFSET, (b"upload-offset", b"0"), body=[b"abc"], app=app)
    assert done(folders)["sha256"] == hashlib.sha256(b"abc").hexdigest()


def test_a_process_that_did_not_see_all_bytes_does_not_claim_to_know_the_hash(
    folders: tuple[Path, Path],
) -> None:
    first, second = Uploads(*folders), Uploads(*folders)
    where = begin(folders, ticket(), 6, app=first)[1][b"location"].decode()
    for offset, pieces, app in ((b"0", [b"01"], first), (b"2", [b"23"], second), (b"4", [b"45"], first)):
        call(folders, "PATCH", where, OFFSET, (b"upload-offset", offset), body=pieces, app=app)
    assert done(folders) == {"filename": "水位.csv", "size": 6}


def test_an_empty_file_has_the_hash_of_nothing(folders: tuple[Path, Path]) -> None:
    begin(folders, ticket(), 0)
    assert done(folders)["sha256"] == hashlib.sha256(b"").hexdigest()


def test_a_part_at_the_wrong_place_is_refused_and_nothing_changes(folders: tuple[Path, Path]) -> None:
    where = begin(folders, ticket(), 10)[1][b"location"].decode()
    status, _, body = call(folders, "PATCH", where, OFFSET, (b"upload-offset", b"3"), body=[b"x"])
    assert status == 409
    assert json.loads(body)["problems"][0]["code"] == "upload-offset-differs"
    assert Place(folders[0] / "up_00000001").offset == 0


def test_more_bytes_than_announced_are_refused_and_taken_back(folders: tuple[Path, Path]) -> None:
    where = begin(folders, ticket(), 4)[1][b"location"].decode()
    status, _, _ = call(folders, "PATCH", where, OFFSET, (b"upload-offset", b"0"), body=[b"12345"])
    assert status == 413
    assert Place(folders[0] / "up_00000001").offset == 0


def test_a_part_with_a_wrong_checksum_is_taken_back(folders: tuple[Path, Path]) -> None:
    where = begin(folders, ticket(), 4)[1][b"location"].decode()
    wrong = b"sha256 " + base64.b64encode(hashlib.sha256(b"other").digest())
    right = b"sha256 " + base64.b64encode(hashlib.sha256(b"1234").digest())
    patch = (OFFSET, (b"upload-offset", b"0"))
    assert call(folders, "PATCH", where, *patch, (b"upload-checksum", wrong), body=[b"1234"])[0] == 460
    assert call(folders, "PATCH", where, *patch, (b"upload-checksum", right), body=[b"1234"])[0] == 204


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (ticket(key="another key"), "upload-ticket-invalid"),
        (ticket(lives=-1), "upload-ticket-expired"),
        (ticket("up_../../x"), "upload-ticket-invalid"),
        ("nonsense", "upload-ticket-invalid"),
    ],
)
def test_without_a_good_ticket_nothing_is_written(folders: tuple[Path, Path], token: str, code: str) -> None:
    status, _, body = begin(folders, token, 4)
    assert status == 403
    assert json.loads(body)["problems"][0]["code"] == code
    assert not folders[0].exists()


def test_a_file_over_the_limit_is_refused_before_a_byte_is_sent(folders: tuple[Path, Path]) -> None:
    assert begin(folders, ticket(most=100), 101)[0] == 413


def test_two_connections_cannot_write_the_same_file(folders: tuple[Path, Path]) -> None:
    where = begin(folders, ticket(), 4)[1][b"location"].decode()
    with Place(folders[0] / "up_00000001").appending():
        assert call(folders, "PATCH", where, OFFSET, (b"upload-offset", b"0"), body=[b"1234"])[0] == 423


def form(content: bytes, name: str = "名冊.csv") -> list[bytes]:
    head = f'--xyz\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    whole = head + content + b"\r\n--xyz--\r\n"
    return [whole[at : at + 7] for at in range(0, len(whole), 7)]


def test_a_plain_form_is_taken_and_the_browser_sent_on(folders: tuple[Path, Path]) -> None:
    kind = (b"content-type", b"multipart/form-data; boundary=xyz")
    status, headers, _ = call(
        folders, "POST", f"/uploads?ticket={ticket()}", kind, body=form(b"a,b\r\n1,2\r\n")
    )
    assert (status, headers[b"location"]) == (303, b"/desk/uploads/up_00000001/")
    assert (folders[0] / "up_00000001" / "file").read_bytes() == b"a,b\r\n1,2\r\n"
    told = done(folders)
    assert (told["filename"], told["sha256"]) == ("名冊.csv", hashlib.sha256(b"a,b\r\n1,2\r\n").hexdigest())


def test_a_plain_form_goes_on_to_where_its_ticket_says(folders: tuple[Path, Path]) -> None:
    kind = (b"content-type", b"multipart/form-data; boundary=xyz")
    back = "/meetings/MT-2026-000001/papers/up_00000001"
    address = f"/uploads?ticket={ticket(back=back)}&lang=en"
    status, headers, _ = call(folders, "POST", address, kind, body=form(b"a,b\r\n1,2\r\n"))
    assert (status, headers[b"location"]) == (303, b"/en" + back.encode())


def test_a_form_without_a_file_says_so(folders: tuple[Path, Path]) -> None:
    kind = (b"content-type", b"multipart/form-data; boundary=xyz")
    body = [b'--xyz\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--xyz--\r\n']
    status, _, answer = call(folders, "POST", f"/uploads?ticket={ticket()}", kind, body=body)
    assert status == 400
    assert json.loads(answer)["problems"][0]["code"] == "upload-no-file"


def test_uploads_nobody_writes_to_are_swept_away(folders: tuple[Path, Path]) -> None:
    from datetime import timedelta

    begin(folders, ticket(), 4)
    assert sweep(folders[0], older_than=timedelta(hours=1)) == 0
    assert sweep(folders[0], older_than=timedelta(seconds=-1)) == 1
    assert not (folders[0] / "up_00000001").exists()


@pytest.fixture
def server(folders: tuple[Path, Path]) -> Iterator[str]:
    import uvicorn

    config = uvicorn.Config(
        Uploads(*folders), host="127.0.0.1", port=0, log_level="error", lifespan="off", ws="none"
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        threading.Event().wait(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join()


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_real_tus_client_uploads_in_chunks(server: str, folders: tuple[Path, Path], tmp_path: Path) -> None:
    from tusclient import client

    source = tmp_path / "big.bin"
    source.write_bytes(bytes(range(256)) * 4_000)
    tus = client.TusClient(f"{server}/uploads", headers={"Authorization": f"Bearer {ticket(most=2_000_000)}"})
    with source.open("rb") as stream:
        tus.uploader(file_stream=stream, chunk_size=100_000, metadata={"filename": "big.bin"}).upload()
    assert (folders[0] / "up_00000001" / "file").read_bytes() == source.read_bytes()
    assert (folders[0] / "up_00000001" / "done.json").exists()
