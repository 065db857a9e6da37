"""The data plane as it runs in production, with a hello-world beside it in the same process.

python bench/data_server.py PUBLIC PORT: no cache, no quotas.
"""

import sys
from pathlib import Path
from typing import Any

import uvicorn

from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.settings import Settings

HELLO = b'{"hello":"world"}'


def main() -> None:
    plane = create_app(Path(sys.argv[1]), settings=Settings(quota=0, key_quota=0, cache_bytes=0))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/hello":
            headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(HELLO))]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": HELLO})
        else:
            await plane(scope, receive, send)

    uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    main()
