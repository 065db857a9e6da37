"""`./springhead run`: prepare the data folder, then keep one web process and the workers alive together."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Final

HOST: Final = "127.0.0.1"
GRACE: Final = 5.0  # seconds a process may take to end before it is ended


def main(argv: Sequence[str]) -> int:
    """Run until interrupted. Exit 2 when the port is taken or the folder belongs to the other mode."""
    options = _options(argv)
    _set_environment(options)
    if not _is_free(options.port):
        print(
            f"連接埠 {options.port} 已被使用，請加 --port。Port {options.port} is taken; add --port.",
            file=sys.stderr,
        )
        return 2
    from springhead.config import prepare

    if not prepare.may_run(demo=not options.no_demo, host=HOST):
        return 2
    supervisor = _Supervisor(options.port)
    if prepare.is_current():
        supervisor.begin()
    prepare.prepare(demo=not options.no_demo)
    return supervisor.run(after_start=lambda: prepare.greet(options.port, demo=not options.no_demo))


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("springhead run", description="啟動平臺 Start the platform")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=None, help="資料夾 data folder (var/)")
    parser.add_argument("--no-demo", action="store_true", help="不含示範資料 without demo data")
    return parser.parse_args(argv)


def _set_environment(options: argparse.Namespace) -> None:
    if options.data:
        os.environ["SPRINGHEAD_DATA"] = str(options.data.absolute())
    os.environ["SPRINGHEAD_DEMO"] = "0" if options.no_demo else "1"
    os.environ.setdefault("SPRINGHEAD_ADDRESS", f"http://{HOST}:{options.port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springhead.config.settings")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


class _Supervisor:
    """Starts the processes, starts a worker again when it dies, ends all of them together."""

    def __init__(self, port: int) -> None:
        manage = [sys.executable, "-m", "springhead.cli", "manage"]
        self.commands = {
            "web": [
                sys.executable,
                "-m",
                "uvicorn",
                "springhead.config.asgi:app",
                "--host",
                HOST,
                "--port",
                str(port),
                "--log-level",
                "warning",
                "--no-access-log",
                "--timeout-graceful-shutdown",
                "2",
            ],
            "fast": [*manage, "work", "--lane", "fast"],
            "slow": [*manage, "work", "--lane", "slow"],
            "look": [*manage, "work", "--lane", "look"],
        }
        self.port = port
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def begin(self) -> None:
        """Start the web process, alone at first: workers that load beside it would keep the first page waiting."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        self._start("web")

    def run(self, *, after_start: "object") -> int:
        """Keep everything alive until interrupted; return 0."""
        if "web" not in self.processes:
            self.begin()
        answering = self._wait_until_answering()
        for name in self.commands:
            if name not in self.processes and not self.stopping:
                self._start(name)
        if answering and callable(after_start):
            after_start()
        while not self.stopping:
            self._restart_the_dead()
            time.sleep(0.25)
        self._end_all()
        return 0

    def _start(self, name: str) -> None:
        # A session of its own: Ctrl-C reaches the supervisor only, which then ends the rest in order.
        self.processes[name] = subprocess.Popen(self.commands[name], start_new_session=True)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _wait_until_answering(self) -> bool:
        end = time.monotonic() + 60
        while not self.stopping and time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return True
            if self.processes["web"].poll() is not None:
                print("網頁程序無法啟動。The web process could not start.", file=sys.stderr)
                self.stopping = True
            time.sleep(0.05)
        return False

    def _restart_the_dead(self) -> None:
        for name, process in self.processes.items():
            if process.poll() is not None and not self.stopping:
                print(
                    f"{name} 已結束（{process.returncode}），重新啟動。{name} ended; starting it again.",
                    file=sys.stderr,
                )
                time.sleep(1)
                self._start(name)

    def _end_all(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        end = time.monotonic() + GRACE
        for process in self.processes.values():
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
