"""What is Quart's alone; the rest is in tests/conformance."""

import pytest
from quart import Quart

from wootric_snippet import User
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.quart import Wootric


def test_async_loader_is_refused_at_start() -> None:
    wootric = Wootric()

    async def load() -> User:
        return User()

    with pytest.raises(InvalidSetting, match=r"^user_loader: is an async function; expected a plain function"):
        wootric.user_loader(load)  # type: ignore[arg-type]


def test_template_function_prints_nothing_without_an_application() -> None:
    app = Quart("shop")
    app.config["WOOTRIC_ACCOUNT_TOKEN"] = "NPS-01fe3cbc"
    Wootric(app)
    assert str(app.jinja_env.globals["wootric_snippet"]) == ""
