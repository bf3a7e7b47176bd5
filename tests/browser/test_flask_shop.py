"""The Flask shop under gunicorn, as a customer's browser sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.flask.serving import serve
from tests.flask.shopping import shop_as_amelia

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    # One key for all workers: each makes its own otherwise.
    env = {"SHOP_DATABASE": str(tmp_path_factory.mktemp("shop") / "shop.sqlite3"), "SHOP_SECRET_KEY": "a test's"}
    options = ("--bind", "127.0.0.1:PORT", "--workers", "2", "--threads", "4", "--log-level", "warning")
    with serve("gunicorn", "examples.flask_shop.app:create_app()", *options, cwd=ROOT, env=env) as url:
        yield url


def test_a_customer_of_the_flask_shop_is_asked_until_they_sign_out(shop: str, page: Page) -> None:
    shop_as_amelia(shop, page, route="shop.{}")
