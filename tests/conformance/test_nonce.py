"""The nonce of a Content-Security-Policy is found, and made only for a script that is printed."""

from typing import Any

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import SNIPPET, TOKEN, Reply, Visit, block, error_of, page, shutdown
from tests.log import Log
from wootric_snippet import InvalidNonce, SnippetRenderer
from wootric_snippet.loader_file import loader_file


class LazyNonce:
    """A nonce that is made when it is read, and false before, as django-csp's is."""

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return "bGF6eQ=="


@pytest.mark.parametrize(
    ("arguments", "nonce"),
    [
        ("", "function"),
        ("nonce='tag'", "tag"),
        ("nonce=lazy", "bGF6eQ=="),
        ("nonce=None", "function"),
        ("nonce=''", "function"),
    ],
)
def test_nonce_of_the_tag_goes_before_the_functions(make: Make, arguments: str, nonce: str) -> None:
    template = f"{{{{ wootric_snippet({arguments}) }}}}{{{{ wootric_shutdown({arguments}) }}}}"
    shop = make(template, context={"lazy": LazyNonce()}, nonce=lambda _request: "function")
    assert shop.get().text == block(nonce=nonce) + shutdown(nonce)


def test_nonce_is_found_where_the_framework_has_it(make: Make) -> None:
    async def view(visit: Visit) -> Reply:
        visit.set_nonce("c2l0ZQ==")
        return Reply(await visit.render(SNIPPET + "{{ wootric_shutdown() }}"))

    expected = block(nonce="c2l0ZQ==", page=page(path="/mine", name="mine"))
    assert make(views={"/mine": view}).get("/mine").text == expected + shutdown("c2l0ZQ==")


@pytest.mark.parametrize("delivery", ["inline", "data", "fetch"])
def test_no_nonce_is_made_for_a_script_that_needs_none(make: Make, delivery: str) -> None:
    options: dict[str, Any] = {"delivery": delivery} if delivery == "fetch" else {"delivery": delivery, "user": None}
    shop = make(nonce=lambda _request: 1 / 0, debug=True, **options)
    assert shop.get().status_code == 200


def test_invalid_nonce_costs_the_script(make: Make, log: Log) -> None:
    shop = make("Prices{{ wootric_snippet(nonce='a b') }}{{ wootric_shutdown(nonce='a b') }}")
    assert shop.get().text == "Prices"
    problem = error_of(SnippetRenderer(TOKEN).shutdown, nonce="a b")
    assert log.warnings == [
        f"left out the snippet on pricing: {problem}",
        f"left out the shutdown on pricing: {problem}",
    ]
    for tag in ("wootric_snippet", "wootric_shutdown"):
        with pytest.raises(InvalidNonce):
            make(f"{{{{ {tag}(nonce='a b') }}}}", debug=True).get()


def test_nonce_is_on_each_script_of_the_delivery_data(make: Make) -> None:
    html = make("{{ wootric_snippet(nonce='abc') }}", delivery="data").get().text
    assert html == block(nonce="abc", delivery="data", loader_url=f"/wootric/{loader_file('data').name}")
