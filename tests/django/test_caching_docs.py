"""What docs/caching.md says of Django is so."""

import re
from typing import Any

from django.test import RequestFactory, override_settings

from tests.servers import ROOT
from wootric_snippet.django import snippet
from wootric_snippet.loader_file import loader_file

DOCS = (ROOT / "docs" / "caching.md").read_text(encoding="utf-8")
CODE = dict(re.findall(r"<!-- run: (\w+) -->\n```python\n(.*?)```", DOCS, re.DOTALL))


def test_the_setting_and_the_addresses_are_all_it_takes() -> None:
    names: dict[str, Any] = {}
    for name in ("django", "urls"):
        exec(CODE[name], names)  # noqa: S102
    urls = tuple(names["urlpatterns"])
    with override_settings(STATIC_URL="/static/", WOOTRIC=names["WOOTRIC"], ROOT_URLCONF=urls):
        html = snippet(RequestFactory().get("/pricing"))
    assert html.startswith(f'<script defer src="/static/wootric_snippet/{loader_file().name}"')
    assert html.endswith(' data-wootric-url="/wootric/settings.json"></script>')
