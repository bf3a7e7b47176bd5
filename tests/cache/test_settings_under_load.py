"""The settings' address answers many at once, and each with their own."""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.cache.cached_shop import ADDRESSES, SHOPS, cached_shop, visitor

# Together 64, half of them each visitor's.
LOAD = ("wrk", "--threads=1", "--connections=32", "--duration=5s", "--timeout=30s")
SCRIPT = str(Path(__file__).with_name("own_settings.lua"))


@pytest.mark.parametrize("name", SHOPS)
def test_under_load_each_visitor_gets_their_own_settings(name: str, tmp_path: Path) -> None:
    with cached_shop(name, tmp_path, "fetch") as shop:

        def load(customer: str) -> str:
            with closing(visitor(shop.url, customer)) as client:
                cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
            own = {"ADDRESS": ADDRESSES[customer], "COOKIE": cookie}
            command = [*LOAD, f"--script={SCRIPT}", f"{shop.url}/wootric/settings.json?path=/brewing"]
            return subprocess.run(command, env=os.environ | own, check=True, stdout=subprocess.PIPE, text=True).stdout

        with ThreadPoolExecutor(len(ADDRESSES)) as visitors:
            reports = list(visitors.map(load, ADDRESSES))
    for report in reports:
        (answered,) = re.findall(r"^(\d+) answered, 0 wrong, 0 failed$", report, re.MULTILINE)
        assert int(answered) >= 100
