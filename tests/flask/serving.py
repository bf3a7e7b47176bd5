"""A site under its real server, and a crowd of signed-in users in front of it."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

PEOPLE = 100
RESPONSES = 20_000

_ADDRESS = re.compile(r"[\w.]+@crowd\.example")
_START = 60  # seconds that a server may take until it answers


@contextmanager
def serve(
    *command: str, cwd: Path | None = None, env: Mapping[str, str] | None = None, port_in: str = ""
) -> Iterator[str]:
    """Run a server of this environment on a free port, and give its address.

    The command has `PORT` where the port stands, or `port_in` names the variable that the server reads it from.
    """
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    variables = os.environ | dict(env or {}) | ({port_in: port} if port_in else {})
    python = [sys.executable] if command[0] == "python" else [sys.executable, "-m", command[0]]
    arguments = [*python, *(part.replace("PORT", port) for part in command[1:])]
    server = subprocess.Popen(arguments, cwd=cwd, env=variables, start_new_session=True)
    try:
        _wait(int(port), server)
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


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the server has not answered; its exit status is {server.poll()}")


def crowd(url: str) -> list[str]:
    """Let PEOPLE sign in, and all at once read RESPONSES pages; return what was wrong with any of them."""
    host = urlsplit(url).netloc
    everybody_is_in = Barrier(PEOPLE)

    def visit(person: int) -> list[str]:
        own = {f"person{person}@crowd.example"}
        with closing(http.client.HTTPConnection(host, timeout=60)) as connection:
            connection.request("GET", f"/sign-in/{person}")
            answer = connection.getresponse()
            answer.read()
            cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
            everybody_is_in.wait(60)
            wrong = []
            for turn in range(RESPONSES // PEOPLE):
                connection.request("GET", f"/pages/{turn}", headers={"Cookie": cookie})
                answer = connection.getresponse()
                text = answer.read().decode()
                state = (answer.status, answer.headers["Cache-Control"], set(_ADDRESS.findall(text)))
                if state != (200, "private", own) or f'"path":"/pages/{turn}"' not in text:
                    wrong.append(f"person {person}, page {turn}: {state}")
            return wrong

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [problem for problems in pool.map(visit, range(PEOPLE)) for problem in problems]
