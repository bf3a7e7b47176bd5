"""Real servers for a test: started in a process of their own, and stopped after it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*module: str, folder: Path = ROOT, **environment: str) -> str:
    """Run a Python module to its end; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=folder,
        env=_environment(environment),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


@contextmanager
def serving(*module: str, folder: Path = ROOT, **environment: str) -> Iterator[str]:
    """Start a server from a Python module; give its address. `{address}` in an argument is where it is to listen."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"127.0.0.1:{port}"
    command = [sys.executable, "-m", *(argument.format(address=address) for argument in module)]
    server = subprocess.Popen(command, cwd=folder, env=_environment(environment))
    try:
        _wait_for(port, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _environment(additions: dict[str, str]) -> dict[str, str]:
    # The tests' own settings are not those of another process.
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | additions


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")
