"""The data plane alone: `python -m springhead.engine.dataplane --public DIR --port N`."""

import argparse
from pathlib import Path

import uvicorn

from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.settings import Settings

DEFAULTS = Settings()
GRACE = 2  # seconds streams may go on after the signal to stop


def main() -> None:
    """Serve one public folder until told to stop."""
    parser = argparse.ArgumentParser(prog="springhead.engine.dataplane", description=__doc__)
    parser.add_argument("--public", type=Path, required=True, help="folder with tables/ and blobs/")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--usage", type=Path, help="folder for counts of use; none: nothing is counted")
    parser.add_argument(
        "--quota", type=int, default=DEFAULTS.quota, help="requests per minute and address; 0: no limit"
    )
    parser.add_argument("--cache-mb", type=int, default=DEFAULTS.cache_bytes // 1_000_000)
    parser.add_argument("--secrets", type=Path, help="folder of secrets; none: no personal links are served")
    given = parser.parse_args()
    settings = Settings(quota=given.quota, cache_bytes=given.cache_mb * 1_000_000, usage=given.usage)
    uvicorn.run(
        create_app(given.public, settings=settings, secrets=given.secrets),
        host=given.host,
        port=given.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


if __name__ == "__main__":
    main()
