"""A site's use of the package, as its own type checker sees it: mypy and pyright, both strict."""

# pyright: strict

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from wootric_snippet import (
    CustomMessages,
    Group,
    InvalidAccountToken,
    InvalidAttribute,
    InvalidLanguage,
    InvalidNonce,
    InvalidProperty,
    InvalidSetting,
    InvalidText,
    InvalidTimestamp,
    InvalidURL,
    Page,
    PayloadTooLarge,
    SharedCaching,
    SnippetRenderer,
    Survey,
    ThankYou,
    UnreadableValue,
    User,
    WootricSnippetError,
)
from wootric_snippet.csp import directives
from wootric_snippet.payload import Payload
from wootric_snippet.segment import Analytics
from wootric_snippet.testing import extract_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

MESSAGES: CustomMessages = {
    "followup_question": "Why?",
    "followup_questions_list": {"detractor_question": "What went wrong?", "promoter_question": "What do you like?"},
    "placeholder_texts_list": {"passive_text": "Hm"},
}
THANKS: ThankYou = {
    "add_score_param_to_url": True,
    "thankYouMessages": {"thank_you_main": "Thanks", "thank_you_setup_list": {"promoter_thank_you_setup": "Great"}},
    "thankYouLinks": {
        "thank_you_link_url": "https://example.com/review",
        "thank_you_link_url_list": {"promoter_thank_you_link_url": "https://example.com/share"},
    },
}

survey = Survey(
    product_name="Initech",
    wootric_recommend_target="a colleague",
    language="cs",
    modal_theme="dark",
    modal_footprint="compact",
    modal_position="top",
    scale_color="gradient",
    wootric_close_position="left",
    aria=True,
    show_opt_out=False,
    facebook_page="https://www.facebook.com/initech",
    twitter_account="initech",
    ask_permission_to_share_feedback=True,
    permission_labels={"en": "Yes"},
    custom_messages=MESSAGES,
    thank_you=THANKS,
    extra={"modal_font": {"family": "serif"}},
)
renderer = SnippetRenderer(
    "NPS-01fe3cbc",
    survey=survey,
    load="consent",
    delivery="inline",
    include_anonymous=False,
    respect_gpc=True,
    test_mode=False,
    sdk_url="https://cdn.wootric.com/wootric-sdk.js",
    script_type="text/plain",
    attributes={"data-category": "analytics", "data-turbo-eval": True},
)

users: list[User] = [
    User(),
    User(email="hello@example.com", created_at=datetime.now(UTC), language="en-GB", external_id=42),
    User("hello@example.com", date(2018, 8, 3), "pt_BR", uuid4(), {"plan": "pro"}),
    User(email=UUID(int=7), created_at=1533310126),
    User(created_at=1533310126.5),
    User(created_at=Decimal("1533310126.5")),
    User(created_at="2018-08-03T15:28:46.493Z"),
    User(
        properties={
            "plan": "pro",
            "seats": 5,
            "price": Decimal(19),
            "renewal": date(2027, 1, 31),
            "seen": datetime.now(UTC),
            "tenant": uuid4(),
            "vip": True,
            "note": None,
        }
    ),
    User.lenient(email=None, created_at="never"),
    User.lenient("hello@example.com", None, "en", properties={"seats": 5}),
]
# Mappings of one type of value are mappings of properties too.
seats: dict[str, int] = {"seats": 5}
counted: User = User(properties=seats)

validated: tuple[User, list[WootricSnippetError]] = User.validate(email="hello@example.com", created_at=0)
fields: dict[str, Any] = validated[0].to_dict()
as_dict: dict[str, Any] = asdict(validated[0])
sent: Mapping[str, str | int | bool | None] = validated[0].properties
page_errors: list[WootricSnippetError] = Page.validate(title="Pricing")[1]
group_errors: list[WootricSnippetError] = Group.validate(7, {"size": 5})[1]
lenient_survey: Survey = Survey.lenient(modal_theme="dark", aria=True)

page: Page = Page(path="/pricing", url="https://shop.example/pricing", title="Pricing", referrer=None)
group: Group | None = Group(id=7, traits={"name": "Initech", "since": date(2018, 8, 3)})


def nonce() -> str | None:
    return "bm9uY2U="


html: Markup = renderer.render(users[1], page, event="Order Completed", group=group, nonce="bm9uY2U=")
html = renderer.render(None, Page.lenient(url="https://shop.example/"), nonce=nonce)
html = renderer.shutdown(nonce=nonce)
settings: dict[str, Any] = renderer.settings(users[1], page, event=None, group=None)
commands: tuple[str, ...] = renderer.commands(users[1])
labels: Mapping[str, str] = survey.permission_labels


def problem_of(error: WootricSnippetError) -> tuple[str, str, str]:
    return error.field, error.problem, error.accepted


def complaint() -> str | None:
    try:
        User(language="tlh")
    except (InvalidLanguage, InvalidTimestamp, InvalidProperty, InvalidText) as error:
        return " ".join(problem_of(error))
    except (InvalidAccountToken, InvalidSetting, InvalidURL, InvalidAttribute, InvalidNonce) as error:
        return str(error)
    except (SharedCaching, PayloadTooLarge, UnreadableValue) as error:
        return error.accepted
    return None


analytics = Analytics(renderer, anonymous_id=None, on_error="log")
analytics.identify("userId123", {"email": "hello@example.com", "createdAt": datetime.now(UTC)})
analytics.page("Pricing", {"path": "/pricing"})
analytics.track("Order Completed")
analytics.group("0e8c", {"name": "Initech"})
html = analytics.render(nonce=nonce)
sources: dict[str, list[str]] = directives("NPS-01fe3cbc")
extracted: dict[str, Any] | None = extract_settings(html)
payload: Payload | None = renderer.payload(users[1], page)
html = renderer.script(payload)
