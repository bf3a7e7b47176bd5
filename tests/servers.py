"""Real programs for a test, each in a process of its own; a server is stopped after it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]

_START = 60  # seconds that a server may take until it answers


def run(*module: str, folder: Path = ROOT, **environment: str) -> str:
    """Run a Python module to its end; return what it printed."""
    program = [sys.executable, "-m", *module]
    variables = _variables(environment)
    return subprocess.run(program, cwd=folder, env=variables, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving(*module: str, folder: Path = ROOT, **environment: str) -> Iterator[str]:
    """Start a Python module that serves, and give its address; `{port}` in its arguments stands for a free port."""
    port = free_port()
    program = [sys.executable, "-m", *(argument.format(port=port) for argument in module)]
    variables = _variables({name: value.format(port=port) for name, value in environment.items()})
    with started(program, port, folder, variables) as url:
        yield url


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


@contextmanager
def started(program: Sequence[str], port: int, folder: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """Start a program that serves at a port, and give its address."""
    server = subprocess.Popen(program, cwd=folder, env=variables, start_new_session=True)
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        # The whole group: a server that reloads itself has children.
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _variables(additions: dict[str, str]) -> dict[str, str]:
    # The tests' own settings are not those of another process.
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | additions


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the server does not answer; its exit status is {server.poll()}")
