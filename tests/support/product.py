"""The whole product, started as a newcomer starts it, on a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START = 180.0  # seconds a loaded machine may take for an empty folder


class Product:
    """Web and workers on loopback, with demo data."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SPRINGHEAD_", "DJANGO_"))
        }
        line = [sys.executable, "-m", "springhead.cli", "run", "--data", str(data), "--port", str(self.port)]
        self.log = (data.parent / "product.log").open("w+")
        env["PYTHONPATH"] = str(ROOT / "src")
        self.process = subprocess.Popen(line, env=env, stdout=self.log, stderr=self.log)

    def wait(self) -> None:
        """Wait until a page answers."""
        end = time.monotonic() + START
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urlopen(f"{self.address}/robots.txt", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        self.log.seek(0)
        raise AssertionError(f"the product did not start:\n{self.log.read()[-3000:]}")

    def stop(self) -> float:
        """End it as Ctrl-C does; return how long that took."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        self.log.close()
        return time.monotonic() - start


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
