"""An example shop under gunicorn, with nginx in front that keeps its pages, and the visitors of both."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from jinja2 import Environment, FileSystemLoader

from tests.servers import ROOT, free_port, run, serving, started

HERE = Path(__file__).parent
GUNICORN = ("gunicorn", "--bind=127.0.0.1:{port}", "--workers=2", "--threads=8", "--log-level=warning")
SHOPS = {"Flask": "examples.flask_shop.app:create_app()", "Django": "examples.django_shop.wsgi"}
# The customers who visit, by their number in the shop, and what would be an incident in a page of anybody else.
ADDRESSES = {"1001": "amelia@initech.example", "1002": "joao@aurora.example"}


class CachedShop(NamedTuple):
    """Where visitors ask, and where the cache keeps what they got."""

    url: str
    kept: Path

    def in_the_cache(self) -> list[str]:
        """Return all that the cache keeps, each with its headers."""
        return [path.read_bytes().decode("latin-1") for path in self.kept.rglob("*") if path.is_file()]


@contextmanager
def cached_shop(name: str, folder: Path, delivery: str) -> Iterator[CachedShop]:
    """Serve a shop through the cache."""
    environment: dict[str, Any] = {
        "SHOP_DATABASE": str(folder / "shop.sqlite3"),
        "SHOP_SECRET_KEY": "a test's",
        "SHOP_DELIVERY": delivery,
    }
    if name == "Django":
        run("examples.django_shop", "migrate", "--verbosity=0", **environment)
    with serving(*GUNICORN, SHOPS[name], **environment) as site, _nginx(folder, site) as url:
        yield CachedShop(url, folder / "cache")


@contextmanager
def _nginx(folder: Path, site: str) -> Iterator[str]:
    port = free_port()
    template = Environment(loader=FileSystemLoader(HERE), autoescape=False).get_template("nginx.conf")  # noqa: S701
    config = folder / "nginx.conf"
    pages = _pages_of_the_docs(folder, site, port)
    config.write_text(template.render(folder=folder, pages=pages, root=os.geteuid() == 0), encoding="ascii")
    # Debian's programs for administrators are not in everybody's path.
    path = f"{os.environ['PATH']}:/usr/sbin"
    with started(["nginx", "-c", str(config)], port, ROOT, {**os.environ, "PATH": path}) as url:
        yield url


def _pages_of_the_docs(folder: Path, site: str, port: int) -> str:
    """Return the page's own configuration, for this folder, site and port; responses tell whether they were kept."""
    (block,) = re.findall(r"^```nginx\n(.*?)^```$", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.M | re.S)
    ours = {
        "/var/cache/nginx": f"{folder}/cache",
        "http://127.0.0.1:8000": site,
        "server {": f"server {{ listen 127.0.0.1:{port}; add_header X-Cache $upstream_cache_status always;",
    }
    for theirs, here in ours.items():
        assert theirs in block, f"docs/scale.md has no {theirs}"
        block = block.replace(theirs, here)
    return str(block)


def visitor(url: str, customer: str | None) -> httpx.Client:
    """Return a visitor who has signed in, or has not."""
    client = httpx.Client(base_url=url, timeout=60)
    if customer is not None:
        form = client.get("/sign-in").text
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', form))
        (password,) = set(re.findall(r'name="password" value="([^"]+)"', form)) or {""}
        answer = client.post(
            "/sign-in",
            data={**hidden, "customer": customer, "password": password},
            headers={"Referer": f"{url}/sign-in"},
        )
        assert answer.is_redirect, answer.text
    return client
