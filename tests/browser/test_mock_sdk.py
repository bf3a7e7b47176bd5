"""What a developer sees and a test reads where templates/mock_sdk.js plays InMoment's SDK."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request, Route, expect

from tests.browser.libraries import library

if TYPE_CHECKING:
    from collections.abc import Iterator

Settings = dict[str, Any]

MOCK_SDK = Path(__file__).parents[2] / "templates" / "mock_sdk.js"
POLICY = "default-src 'none'; script-src 'nonce-x'; require-trusted-types-for 'script'; style-src 'none'"
TAG = '<script nonce="x" src="/mock_sdk.js"></script>'
SOUND: Settings = {
    "account_token": "NPS-01fe3cbc",
    "email": "hello@example.com",
    "created_at": 1533310126,
    "language": "EN",
    "event_name": None,
    "properties": {
        "plan": "pro",
        "seats_amount": 5,
        "renewal_date": 1801353600,
        "vip": True,
        "n": None,
    },
}
RUN_AGAIN = "run was called again in the same page view: one page, one survey, one run."
LANGUAGES = """
    AR BE BG ZH_HANS ZH_HANT CZ DA NL NL_NL_X_INFORMAL EN ET FI FR DE DE_DE_X_INFORMAL EL HU ID IT
    JA KO LT LV MS NO PL PT PT_PT RO RU SL ES ES_MX SV TH TR UK VI
"""
NO_SETTINGS = "run was called with no settings: window.wootricSettings comes first."
NO_EVENT_NAME = "event_name has to be there, a string or null: without it the last page's event stays."
INTEGER = "is an integer: its key has to end in _amount (or in _date, for Unix seconds)."


class Site:
    """A page of a site with a strict policy, and what the browser says about it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = ""
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.panel = page.get_by_role("region", name="InMoment mock SDK")
        page.on("console", self._on_console)
        page.on("pageerror", self._on_page_error)
        page.on("request", self._on_request)
        page.add_init_script(
            "addEventListener('securitypolicyviolation',"
            " (event) => console.error('violation of ' + event.violatedDirective))"
        )
        page.route("http://site.test/**", self._serve)

    def _on_console(self, message: ConsoleMessage) -> None:
        self.complaints.append(f"{message.type}: {message.text}")

    def _on_page_error(self, error: Error) -> None:
        self.complaints.append(error.message)

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _serve(self, route: Route) -> None:
        if route.request.url.endswith("/mock_sdk.js"):
            route.fulfill(path=MOCK_SDK, content_type="text/javascript")
        else:
            route.fulfill(
                body=self.html,
                content_type="text/html",
                headers={"Content-Security-Policy": POLICY},
            )

    def open(self, *, head: str = "", body: str = TAG) -> Site:
        self.html = (
            '<!doctype html><html lang="en"><head><title>Pricing</title>'
            f'<meta name="viewport" content="width=device-width">{head}</head>'
            f"<body><h1>Pricing</h1>{body}</body></html>"
        )
        self.page.goto("http://site.test/pricing")
        return self

    def call(self, *commands: str, settings: Settings | None = None) -> None:
        """Call commands with these settings, or with those that are there."""
        self.page.evaluate(
            """([commands, settings]) => {
                if (settings !== null) window.wootricSettings = settings;
                for (const command of commands) {
                    if (command === "stop") WootricSurvey.stop(); else wootric(command);
                }
            }""",
            [commands, settings],
        )

    def calls(self) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = self.page.evaluate("wootric.calls")
        return calls

    def survey(self) -> Locator:
        return self.panel.locator(".survey")

    def status(self) -> str | None:
        return self.panel.locator("[aria-live=polite]").text_content()

    def headings(self) -> list[str]:
        return self.panel.locator("h3").all_text_contents()

    def faults(self) -> list[str]:
        return self.panel.locator("ul li").all_text_contents()

    def commands(self) -> list[str]:
        return self.panel.locator("ol li").all_text_contents()

    def settings(self) -> dict[str, str]:
        rows = self.panel.locator("tr").all()
        return dict(row.locator("th, td").all_text_contents() for row in rows)

    def button(self, name: str | int) -> Locator:
        return self.panel.get_by_role("button", name=str(name), exact=True)

    def answer(self, score: int, text: str = "") -> None:
        self.button(score).click()
        self.panel.get_by_role("textbox").fill(text)
        self.button("Send").click()

    def record_callbacks(self) -> None:
        self.page.evaluate(
            """() => {
                window.heard = [];
                const hear = (name) => (...values) => { window.heard.push([name, ...values]); };
                const names = ["after_eligible", "after_show", "after_response", "after_decline"];
                const callbacks = Object.fromEntries(names.map((name) => [name, hear(name)]));
                window.wootricSettings = Object.assign(window.wootricSettings || {}, {callbacks});
            }"""
        )

    def heard(self) -> list[list[Any]]:
        heard: list[list[Any]] = self.page.evaluate("heard")
        return heard


@pytest.fixture
def site(page: Page) -> Iterator[Site]:
    """A site whose console has to stay empty, errors and violations of its policy included."""
    site = Site(page)
    yield site
    assert site.complaints == []


# ---- What is recorded ----


def test_nothing_shows_before_a_command_and_nothing_is_fetched_after_it(site: Site) -> None:
    site.open()
    expect(site.panel).to_have_count(0)
    site.call("page", "group", "run", settings=SOUND)
    expect(site.panel).to_be_visible()
    site.answer(9, "Fine")
    assert site.requests == ["http://site.test/pricing", "http://site.test/mock_sdk.js"]


def test_the_version_says_that_this_is_the_mock_sdk(site: Site) -> None:
    assert site.open().page.evaluate("WootricSurvey.version()") == "mock SDK"


def test_calls_hold_what_the_settings_were_at_that_moment(site: Site) -> None:
    site.open()
    site.page.evaluate(
        """() => {
            window.wootricSettings = {email: "a@example.org", properties: {plan: "free"}};
            wootric("page");
            window.wootricSettings.properties.plan = "pro";
            window.wootricSettings.after = () => "a function";
            wootric("run");
            WootricSurvey.stop();
            WootricSurvey.run({email: "b@example.org"});
            delete window.wootricSettings;
            wootric("group");
            wootric("identify");
        }"""
    )
    assert site.calls() == [
        {"command": "page", "settings": {"email": "a@example.org", "properties": {"plan": "free"}}},
        {"command": "run", "settings": {"email": "a@example.org", "properties": {"plan": "pro"}}},
        {"command": "stop", "settings": None},
        {"command": "run", "settings": {"email": "b@example.org"}},
        {"command": "group", "settings": None},
        {"command": "identify", "settings": None},
    ]
    assert site.commands() == ["page", "run", "stop", "run", "group", "identify"]


def test_a_key_named_proto_is_recorded_like_any_other(site: Site) -> None:
    site.open()
    site.page.evaluate(
        """() => {
            window.wootricSettings = JSON.parse('{"properties": {"__proto__": {"a": 1}}}');
            wootric("page");
        }"""
    )
    recorded = site.page.evaluate("JSON.stringify(wootric.calls)")
    assert recorded == '[{"command":"page","settings":{"properties":{"__proto__":{"a":1}}}}]'
    assert site.faults() == [
        "account_token is missing.",
        "email is missing: InMoment knows the user by it (any unique string will do).",
        NO_EVENT_NAME,
        'properties["__proto__"] is nested: objects and arrays are not allowed.',
    ]


def test_loading_it_twice_changes_nothing(site: Site) -> None:
    run = '<script nonce="x">window.wootricSettings = {}; wootric("page");</script>'
    site.open(body=TAG + run + TAG)
    site.call("group")
    assert site.commands() == ["page", "group"]
    expect(site.page.locator("#wootric-mock-sdk")).to_have_count(1)


def test_the_settings_are_listed_as_json(site: Site) -> None:
    site.open()
    site.record_callbacks()
    site.page.evaluate(
        "(settings) => { Object.assign(window.wootricSettings, settings); wootric('page'); }",
        {**SOUND, "properties": {"plan": "pro"}, "group_info": {"id": "0e8c"}},
    )
    assert site.settings() == {
        "account_token": '"NPS-01fe3cbc"',
        "email": '"hello@example.com"',
        "created_at": "1533310126",
        "language": '"EN"',
        "event_name": "null",
        "properties": '{\n  "plan": "pro"\n}',
        "group_info": '{\n  "id": "0e8c"\n}',
    }


def test_a_strangers_values_are_shown_as_text(site: Site) -> None:
    site.open()
    markup = "<img src=x onerror=alert(1)></script><b>"
    site.page.evaluate(
        """([settings, markup]) => {
            window.wootricSettings = Object.assign(settings, {
                product_name: markup, email: "\\ud800", properties: {[markup]: markup}});
            wootric("run");
            wootric(markup);
        }""",
        [SOUND, markup],
    )
    expect(site.survey()).to_contain_text(f"recommend {markup} to a friend")
    assert site.commands() == ["run", markup]
    shown = site.settings()
    assert shown["email"] == '"\\ud800"'
    assert shown["properties"] == f'{{\n  "{markup}": "{markup}"\n}}'
    expect(site.panel.locator("img, b, script")).to_have_count(0)


# ---- What breaks the contract ----


def test_valid_settings_have_no_faults(site: Site) -> None:
    site.open().call("page", "group", "run", settings=SOUND)
    assert site.faults() == []
    assert site.headings() == ["Nothing breaks the contract", "Commands", "Settings"]
    expect(site.panel.locator("summary").last).to_have_text("What InMoment would getno faults")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"account_token": None}, ["account_token is missing."]),
        (
            {"account_token": "01fe3cbc"},
            ["account_token has to start with NPS-, for CES and CSAT accounts too."],
        ),
        (
            {"email": ""},
            ["email is missing: InMoment knows the user by it (any unique string will do)."],
        ),
        (
            {"created_at": "1533310126"},
            ["created_at has to be an integer, in Unix seconds."],
        ),
        ({"created_at": 0.5}, ["created_at has to be an integer, in Unix seconds."]),
        ({"created_at": 31557599999}, []),
        (
            {"created_at": 31557600000},
            ["created_at is in milliseconds: it has to be in Unix seconds."],
        ),
        (
            {"language": "en"},
            ["language is none of InMoment's codes, such as EN, PT_PT and ZH_HANS."],
        ),
        ({"event_name": "Order Completed"}, []),
        (
            {"event_name": 1},
            [NO_EVENT_NAME],
        ),
        ({"properties": ["pro"]}, ["properties has to be an object."]),
        (
            {"properties": {"seats": 5, "price": 0.5, "tags": ["a"], "address": {"city": "Oslo"}}},
            [
                f'properties["seats"] {INTEGER}',
                'properties["price"] is a float: strings, integers, dates and null are allowed.',
                'properties["tags"] is nested: objects and arrays are not allowed.',
                'properties["address"] is nested: objects and arrays are not allowed.',
            ],
        ),
        (
            {"properties": {"a$": "x", "a.b": "x", "a\0": "x"}},
            [
                'properties["a$"] has a key with $, . or NUL in it.',
                'properties["a.b"] has a key with $, . or NUL in it.',
                'properties["a\\u0000"] has a key with $, . or NUL in it.',
            ],
        ),
        (
            {"properties": {"in_date": 31557600000, "until_date": 31557599999}},
            ['properties["in_date"] is in milliseconds: dates have to be in Unix seconds.'],
        ),
        (
            {
                "segment_user_id": "u1",
                "properties": {"seats": 5, "price": 0.5, "tags": ["a"], "a.b": "x"},
            },
            ['properties["a.b"] has a key with $, . or NUL in it.'],
        ),
    ],
)
def test_each_break_of_the_contract_is_named(site: Site, changes: Settings, faults: list[str]) -> None:
    site.open().call("page", "run", settings={**SOUND, **changes})
    assert site.faults() == faults
    assert site.headings()[0] == ("Breaks the contract" if faults else "Nothing breaks the contract")


def test_missing_required_settings_are_faults(site: Site) -> None:
    site.open().call("page", settings={"product_name": "Initech Cloud"})
    assert site.faults() == [
        "account_token is missing.",
        "email is missing: InMoment knows the user by it (any unique string will do).",
        NO_EVENT_NAME,
    ]
    expect(site.panel.locator("summary").last).to_have_text("What InMoment would get3 faults")


def test_every_language_of_inmoments_is_accepted(site: Site) -> None:
    site.open()
    for language in LANGUAGES.split():
        site.call("page", settings={**SOUND, "language": language})
    assert site.faults() == []
    assert len(site.calls()) == 38


def test_the_test_flags_are_for_tests(site: Site) -> None:
    site.open()
    site.page.evaluate("() => { window.wootric_survey_immediately = window.wootric_no_surveyed_cookie = true; }")
    site.call("run", settings=SOUND)
    assert site.faults() == [
        "wootric_survey_immediately is on: it is for tests, never in production.",
        "wootric_no_surveyed_cookie is on: it is for tests, never in production.",
    ]


def test_an_unknown_command_is_a_fault(site: Site) -> None:
    site.open().call("identify", settings=SOUND)
    assert site.faults() == ['Unknown command "identify": InMoment knows page, group and run.']


@pytest.mark.parametrize(
    ("commands", "faults"),
    [
        (["page", "group", "run"], []),
        (["run", "run"], [RUN_AGAIN]),
        (["run", "group", "run", "run"], [RUN_AGAIN]),
        (["run", "page", "run"], []),
        (["run", "stop", "run"], []),
    ],
)
def test_one_page_view_has_one_run(site: Site, commands: list[str], faults: list[str]) -> None:
    site.open().call(*commands, settings=SOUND)
    assert site.faults() == faults


@pytest.mark.parametrize(
    ("move", "faults"),
    [
        ("history.pushState(null, '', '/other')", []),
        ("document.body.replaceWith(document.createElement('body'))", []),
        ("location.hash = 'plans'", [RUN_AGAIN]),
    ],
)
def test_a_navigation_allows_another_run(site: Site, move: str, faults: list[str]) -> None:
    site.open().call("run", settings=SOUND)
    site.page.evaluate(f"() => {{ {move}; }}")
    site.call("run")
    assert site.faults() == faults


def test_navigation_clears_the_faults_of_the_last_page(site: Site) -> None:
    site.open().call("run", settings={**SOUND, "language": "en"})
    site.page.evaluate("() => history.pushState(null, '', '/other')")
    site.call("run", settings=SOUND)
    assert site.faults() == []


@pytest.mark.parametrize(
    ("script", "faults"),
    [
        (
            "delete window.wootricSettings",
            [NO_SETTINGS],
        ),
        (
            "window.wootricSettings = {}",
            [NO_SETTINGS],
        ),
        (
            "window.wootricSettings = 'NPS-01fe3cbc'",
            [NO_SETTINGS],
        ),
        (
            "window.wootricSettings = () => 1",
            [NO_SETTINGS],
        ),
        (
            "Object.defineProperty(window, 'wootricSettings', {get() { throw new Error('no'); }})",
            [NO_SETTINGS],
        ),
        (
            "window.wootricSettings = {get email() { throw new Error('no'); }}",
            ["wootricSettings cannot be read: Error: no"],
        ),
        (
            "window.wootricSettings = {get email() { throw {toString() { throw 1; }}; }}",
            ["wootricSettings cannot be read: something that has no text"],
        ),
        (
            "window.wootricSettings = {created_at: 1n}",
            ["wootricSettings cannot be read: TypeError: Do not know how to serialize a BigInt"],
        ),
    ],
)
def test_settings_of_another_type_are_a_fault_and_no_error(site: Site, script: str, faults: list[str]) -> None:
    site.open()
    site.page.evaluate(f"() => {{ {script}; }}")
    site.call("run")
    assert site.faults() == faults
    assert site.status() == "run called: no settings, no survey."
    expect(site.survey()).to_be_hidden()


def test_a_command_of_any_type_is_no_error(site: Site) -> None:
    site.open()
    site.page.evaluate("() => { wootric(); wootric(Symbol('run')); wootric({toString() { throw 1; }}); }")
    assert site.commands() == ["undefined", "Symbol(run)", "something that has no text"]


def test_more_properties_than_a_call_can_have_arguments_are_no_error(site: Site) -> None:
    site.open()
    site.page.evaluate(
        """(settings) => {
            window.wootricSettings = settings;
            for (let index = 0; index < 150000; index += 1) settings["k" + index] = null;
            wootric("page");
        }""",
        SOUND,
    )
    assert site.faults() == []
    expect(site.panel.locator("tr")).to_have_count(150000 + len(SOUND))


# ---- The survey ----


def test_question_names_the_product_and_target_of_the_settings(site: Site) -> None:
    site.open().call("run", settings=SOUND)
    expect(site.survey().locator("p")).to_have_text(
        "How likely are you to recommend this product or service to a friend or colleague?"
    )
    named = {**SOUND, "product_name": "Initech Cloud", "wootric_recommend_target": "a neighbour"}
    site.call("run", settings=named)
    expect(site.survey().locator("p")).to_have_text("How likely are you to recommend Initech Cloud to a neighbour?")


def test_an_answer_reaches_the_sites_callbacks(site: Site) -> None:
    site.open()
    site.page.evaluate("(settings) => { window.wootricSettings = settings; }", SOUND)
    site.record_callbacks()
    site.call("page", "run")
    assert site.heard() == [["after_eligible", True], ["after_show"]]
    site.answer(9, "Fast & friendly")
    assert site.heard()[2:] == [["after_response", 9, "Fast & friendly"]]
    assert site.status() == "Answer sent: 9, with a comment."
    assert site.faults() == []


def test_no_thanks_is_a_decline(site: Site) -> None:
    site.open()
    site.page.evaluate("(settings) => { window.wootricSettings = settings; }", SOUND)
    site.record_callbacks()
    site.call("run")
    site.button("No thanks").click()
    expect(site.survey()).to_be_hidden()
    assert site.heard()[2:] == [["after_decline"]]
    assert site.status() == "Survey declined."
    expect(site.panel.locator("summary").first).to_be_focused()


def test_stop_hides_the_survey_without_a_decline_and_keeps_the_record(site: Site) -> None:
    site.open()
    site.page.evaluate("(settings) => { window.wootricSettings = settings; }", SOUND)
    site.record_callbacks()
    site.call("run", "stop")
    expect(site.survey()).to_be_hidden()
    expect(site.panel).to_be_visible()
    assert site.heard() == [["after_eligible", True], ["after_show"]]
    assert site.status() == "Survey stopped."
    assert site.commands() == ["run", "stop"]
    assert list(site.settings()) == list(SOUND)


def test_a_callback_that_throws_is_a_fault(site: Site) -> None:
    site.open()
    site.page.evaluate(
        """(settings) => {
            const fail = () => { throw new Error("broken"); };
            window.wootricSettings = Object.assign(settings, {
                callbacks: {after_eligible: fail, after_show: "no function", after_response: fail}
            });
            wootric("run");
        }""",
        SOUND,
    )
    site.answer(3)
    assert site.faults() == [
        "callbacks.after_eligible threw Error: broken",
        "callbacks.after_response threw Error: broken",
    ]
    assert site.status() == "Answer sent: 3."


WORDINGS = {
    "customMessages": {
        "followup_question": "Why?",
        "followup_questions_list": {"detractor_question": "What is wrong?"},
        "placeholder_text": "In a few words",
        "placeholder_texts_list": {"promoter_text": "What do you like?"},
    },
    "Wootric": {
        "thankYouMessages": {
            "thank_you_main": "Thanks.",
            "thank_you_main_list": {"passive_thank_you_main": "Thanks, we will do better."},
        }
    },
}


@pytest.mark.parametrize(
    ("wordings", "score", "follow_up", "placeholder", "thanks"),
    [
        ({}, 6, "What is the main reason for your score?", "Optional", "Thank you!"),
        (WORDINGS, 0, "What is wrong?", "In a few words", "Thanks."),
        (WORDINGS, 6, "What is wrong?", "In a few words", "Thanks."),
        (WORDINGS, 7, "Why?", "In a few words", "Thanks, we will do better."),
        (WORDINGS, 8, "Why?", "In a few words", "Thanks, we will do better."),
        (WORDINGS, 9, "Why?", "What do you like?", "Thanks."),
        (WORDINGS, 10, "Why?", "What do you like?", "Thanks."),
    ],
)
def test_the_sites_wording_is_used(
    site: Site, wordings: Settings, score: int, follow_up: str, placeholder: str, thanks: str
) -> None:
    site.open()
    site.page.evaluate("(wordings) => { Object.assign(window, wordings); }", wordings)
    site.call("run", settings=SOUND)
    site.button(score).click()
    expect(site.panel.locator("label span")).to_have_text(follow_up)
    expect(site.panel.get_by_role("textbox")).to_have_attribute("placeholder", placeholder)
    site.button("Send").click()
    expect(site.survey()).to_have_text(thanks)


def test_a_score_can_be_changed_before_it_is_sent(site: Site) -> None:
    site.open().call("run", settings=SOUND)
    expect(site.button("Send")).to_be_hidden()
    site.button(2).click()
    site.button(8).click()
    pressed = site.panel.locator("[aria-pressed=true]")
    expect(pressed).to_have_text("8")
    site.button("Send").click()
    assert site.status() == "Answer sent: 8."


# ---- The panel ----


def test_a_command_in_the_head_shows_the_panel_once_there_is_a_body(site: Site) -> None:
    run = (
        '<script nonce="x">window.wootricSettings = {account_token: "NPS-01fe3cbc"};'
        'wootric("page"); wootric("run"); wootric("run");</script>'
    )
    site.open(head=TAG + run, body="")
    expect(site.panel).to_be_visible()
    assert site.faults() == [
        "email is missing: InMoment knows the user by it (any unique string will do).",
        NO_EVENT_NAME,
        RUN_AGAIN,
    ]


def test_a_new_body_gets_the_panel_back_without_the_old_survey(site: Site) -> None:
    site.open().call("run", settings=SOUND)
    expect(site.survey()).to_be_visible()
    site.page.evaluate(
        """() => {
            const body = document.body.cloneNode(true);  // as Turbo keeps a page for "back"
            document.body.replaceWith(body);
        }"""
    )
    expect(site.panel).to_have_count(0)
    site.call("page")
    expect(site.panel).to_be_visible()
    expect(site.survey()).to_be_hidden()
    expect(site.page.locator("#wootric-mock-sdk")).to_have_count(1)
    assert site.commands() == ["run", "page"]


def test_the_sites_own_styles_leave_the_panel_alone(site: Site) -> None:
    site.open()
    site.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("div, body * { display: none !important; color: red !important }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    site.call("run", settings=SOUND)
    expect(site.button(10)).to_be_visible()
    expect(site.panel).to_have_css("color", "rgb(27, 35, 48)")


def test_the_keyboard_reaches_and_works_everything(site: Site) -> None:
    site.open().call("run", settings={**SOUND, "product_name": "x" * 301})
    reached = []
    for _ in range(15):
        site.page.keyboard.press("Tab")
        reached.append(
            site.page.evaluate(
                """() => {
                    const focused = document.activeElement.shadowRoot.activeElement;
                    const seen = getComputedStyle(focused).outlineStyle === "solid";
                    return focused.textContent.slice(0, 21) + (seen ? "" : ", unseen");
                }"""
            )
        )
        if reached[-1].startswith("What InMoment"):
            site.page.keyboard.press("Enter")
    scale = [str(score) for score in range(11)]
    # Chromium focuses whatever scrolls; other browsers need to be told.
    expect(site.panel.locator("pre[tabindex='0']")).to_have_count(1)
    assert reached == [
        "InMoment mock SDKdeve",
        *scale,
        "No thanks",
        "What InMoment would g",
        f'"{"x" * 20}',
    ]


def test_a_survey_is_answered_by_keyboard_alone(site: Site) -> None:
    site.open().call("run", settings=SOUND)
    site.button(10).focus()
    for key in ["Space", "Tab", "o", "k", "Tab", "Enter"]:
        site.page.keyboard.press(key)
    assert site.status() == "Answer sent: 10, with a comment."
    expect(site.survey().locator("p")).to_be_focused()


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (320, 480)])
def test_text_field_is_in_view_after_a_score_on_a_phone(site: Site, size: tuple[int, int]) -> None:
    site.page.set_viewport_size({"width": size[0], "height": size[1]})
    site.page.emulate_media(reduced_motion="reduce")
    site.open().call("run", settings={**SOUND, "product_name": "a product with a long name " * 4})
    site.button(9).click()
    expect(site.panel.get_by_role("textbox")).to_be_in_viewport(ratio=1)


def test_host_says_whether_there_is_a_survey_to_make_room_for(site: Site) -> None:
    site.open().call("page", "run", settings=SOUND)
    host = site.page.locator("#wootric-mock-sdk")
    expect(host).to_have_attribute("data-asks", "")
    site.button("No thanks").click()
    expect(host).not_to_have_attribute("data-asks", "")


def test_the_panel_folds_away(site: Site) -> None:
    site.open().call("run", settings=SOUND)
    expect(site.panel.get_by_text("Commands")).to_be_hidden()
    site.panel.get_by_text("What InMoment would get").click()
    expect(site.panel.get_by_text("Commands")).to_be_visible()
    site.panel.get_by_text("InMoment mock SDK").press("Enter")
    expect(site.button(0)).to_be_hidden()
    expect(site.panel.get_by_text("InMoment mock SDK")).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 480)])
def test_long_values_stay_inside_a_panel_that_leaves_the_page_to_be_seen(site: Site, width: int, height: int) -> None:
    site.page.set_viewport_size({"width": width, "height": height})
    site.page.emulate_media(reduced_motion="reduce")
    site.open()
    long = "W" * 5000
    site.call("run", settings={**SOUND, "product_name": long, long: long, "properties": {long: 5}})
    site.button(7).click()
    site.panel.get_by_text("What InMoment would get").click()
    wide = site.panel.evaluate(
        """(panel) => [panel, ...panel.querySelectorAll("*")]
            .filter((each) => each.scrollWidth > each.clientWidth && each.clientWidth > 0)
            .map((each) => each.outerHTML.slice(0, 40))"""
    )
    assert wide == []
    box = site.panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert box["height"] <= height * 0.85


@pytest.mark.parametrize(
    ("system", "modal_theme", "background"),
    [
        ("light", None, "rgb(255, 255, 255)"),
        ("dark", None, "rgb(26, 31, 39)"),
        ("light", "dark", "rgb(26, 31, 39)"),
        ("dark", "light", "rgb(255, 255, 255)"),
    ],
)
def test_the_theme_is_the_surveys_else_the_systems(
    site: Site, system: Any, modal_theme: str | None, background: str
) -> None:
    site.page.emulate_media(color_scheme=system)
    site.open().call("run", settings={**SOUND, "modal_theme": modal_theme})
    expect(site.panel).to_have_css("background-color", background)


@pytest.mark.parametrize(("position", "top"), [("top", True), ("bottom", False), (None, False)])
def test_the_panel_is_where_the_survey_would_be(site: Site, position: str | None, top: bool) -> None:
    site.page.emulate_media(reduced_motion="reduce")
    site.open().call("run", settings={**SOUND, "modal_position": position})
    box = site.panel.bounding_box()
    viewport = site.page.viewport_size
    assert box is not None
    assert viewport is not None
    assert (box["y"] == 16) is top
    assert (box["y"] + box["height"] == viewport["height"] - 16) is not top


@pytest.mark.parametrize(("motion", "animation"), [("reduce", "none"), ("no-preference", "rise")])
def test_panel_is_animated_unless_motion_is_reduced(site: Site, motion: Any, animation: str) -> None:
    site.page.emulate_media(reduced_motion=motion)
    site.open().call("page", settings=SOUND)
    expect(site.panel).to_have_css("animation-name", animation)


AXE = library("axe")


def accessibility_faults(site: Site) -> list[str]:
    """Return the rules of axe-core that the panel breaks."""
    site.page.evaluate(AXE)
    broken: list[str] = site.page.evaluate(
        "axe.run('#wootric-mock-sdk').then(({ violations }) => violations.map(({ id }) => id))"
    )
    return broken


def asks_and_answers(site: Site) -> None:
    site.call("page", "run", settings=SOUND)
    site.panel.get_by_text("What InMoment would get").click()
    site.button(9).click()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("size", [(1280, 800), (320, 256)])
def test_panel_breaks_no_rule_of_axe(site: Site, size: tuple[int, int], direction: str) -> None:
    site.page.set_viewport_size({"width": size[0], "height": size[1]})
    site.open()
    site.page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
    asks_and_answers(site)
    assert accessibility_faults(site) == []


def test_right_to_left_page_keeps_the_braces_of_the_json(site: Site) -> None:
    site.open()
    site.page.evaluate("document.documentElement.dir = 'rtl'")
    asks_and_answers(site)
    directions = site.panel.locator("pre").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).direction)"
    )
    assert set(directions) == {"ltr"}


@pytest.mark.parametrize("body", ["", "document.body.style.transform = 'scale(0.5)'"])
def test_small_screen_has_all_of_the_panel_on_it(site: Site, body: str) -> None:
    site.page.set_viewport_size({"width": 320, "height": 256})
    site.open()
    site.page.evaluate(body)
    asks_and_answers(site)
    box = site.panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] + box["height"] <= 256
    sizes = [button.bounding_box() for button in site.panel.get_by_role("button").all()]
    assert all(size is None or min(size["width"], size["height"]) >= 24 for size in sizes)


def test_panel_stays_on_the_screen_at_a_zoom_of_400_percent(site: Site) -> None:
    # A browser's zoom of 400 % of 1280 x 1024 is a viewport of 320 x 256 with four device pixels each: WCAG's reflow.
    session = site.page.context.new_cdp_session(site.page)
    metrics = {"width": 320, "height": 256, "deviceScaleFactor": 4, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", metrics)
    site.open()
    asks_and_answers(site)
    assert site.page.evaluate("devicePixelRatio") == 4
    box = site.panel.bounding_box()
    assert box is not None
    assert min(box["x"], box["y"]) >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] + box["height"] <= 256
    assert site.panel.evaluate("(panel) => panel.scrollWidth <= panel.clientWidth")
    assert accessibility_faults(site) == []


def test_panel_can_be_used_beside_a_modal_dialog(site: Site) -> None:
    site.open(body=f"<dialog><p>Stay?</p></dialog>{TAG}")
    site.page.evaluate("document.querySelector('dialog').showModal()")
    site.call("run", settings=SOUND)
    site.answer(9)
    assert site.status() == "Answer sent: 9."
