"""The FastAPI shop under uvicorn, as a customer's browser sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.flask.serving import serve
from tests.flask.shopping import shop_as_amelia

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    env = {"SHOP_DATABASE": str(tmp_path_factory.mktemp("shop") / "shop.sqlite3")}
    options = ("--port", "PORT", "--log-level", "warning")
    with serve("uvicorn", "examples.fastapi_shop.app:app", *options, cwd=ROOT, env=env) as url:
        yield url


def test_a_customer_of_the_fastapi_shop_is_asked_until_they_sign_out(shop: str, page: Page) -> None:
    shop_as_amelia(shop, page, route="{}")
