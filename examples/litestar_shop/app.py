"""Kettle & Co in Litestar: a survey may appear on every page of a signed-in customer."""

from typing import Any

from litestar import Litestar, Request, get, post
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

from examples.litestar_shop.security import MIDDLEWARE, form_of
from examples.shop import STATIC, TEMPLATES
from examples.shop.accounts import SAMPLE_PASSWORD, Accounts
from examples.shop.data import CUSTOMERS, ITEMS, PLANS, PRODUCTS, Customer
from examples.shop.forms import csrf_input
from examples.shop.survey import ACCOUNT_TOKEN, DELIVERY, SURVEY, survey_group, survey_user
from wootric_snippet import Group, User
from wootric_snippet.litestar import WootricPlugin

ShopRequest = Request[Customer | None, None, Any]

accounts = Accounts()


def load_survey_user(request: ShopRequest) -> User | None:
    return survey_user(request.user)


def load_survey_group(request: ShopRequest) -> Group | None:
    return survey_group(request.user)


# A real site gives its own token. "always": the mock SDK, in this demo, without debug=True too; nothing is sent.
wootric = WootricPlugin(
    account_token=ACCOUNT_TOKEN,
    survey=SURVEY,
    delivery=DELIVERY,
    mock_sdk="always",
    user=load_survey_user,
    group=load_survey_group,
)


class Page(Template):
    """A page, with what every template needs."""

    def create_template_context(self, request: ShopRequest) -> dict[str, Any]:
        return super().create_template_context(request) | {
            "customer": request.user,
            "csrf_input": csrf_input(request.session),
            "framework": "Litestar",
            "signed_out": request.session.pop("signed_out", False),
        }


@get("/", name="home")
async def home() -> Page:
    return Page("home.html", context={"products": PRODUCTS})


@get("/pricing", name="pricing")
async def pricing() -> Page:
    return Page("pricing.html", context={"plans": PLANS})


@post("/order", name="place_order")
async def place_order(request: ShopRequest) -> Redirect:
    item = (await form_of(request)).get("item")
    if request.user is None or item not in ITEMS:
        return Redirect("/pricing", status_code=303)
    request.session["order"] = item
    # This page is a redirect: the event travels to the next one.
    wootric.track(request, "Order Completed", {"item": item})
    return Redirect("/order", status_code=303)


@get("/order", name="order")
async def order(request: ShopRequest) -> Page | Redirect:
    item = ITEMS.get(request.session.get("order", ""))
    if request.user is None or item is None:
        return Redirect("/pricing", status_code=303)
    return Page("order.html", context={"item": item})


def _choose_customer(*, wrong_password: bool) -> Page:
    context = {
        "customers": CUSTOMERS.values(),
        "sample_password": SAMPLE_PASSWORD,
        "wrong_password": wrong_password,
    }
    return Page("sign_in.html", context=context, status_code=403 if wrong_password else 200)


@get("/sign-in", name="choose_customer")
async def choose_customer() -> Page:
    return _choose_customer(wrong_password=False)


@post("/sign-in", name="sign_in")
async def sign_in(request: ShopRequest) -> Page | Redirect:
    form = await form_of(request)
    customer = accounts.sign_in(str(form.get("customer", "")), str(form.get("password", "")))
    if customer is None:
        return _choose_customer(wrong_password=True)
    request.set_session({"customer": customer.id})
    return Redirect("/", status_code=303)


@post("/sign-out", name="sign_out")
async def sign_out(request: ShopRequest) -> Redirect:
    await form_of(request)
    request.set_session({"signed_out": True})
    return Redirect("/", status_code=303)


app = Litestar(
    [
        home,
        pricing,
        place_order,
        order,
        choose_customer,
        sign_in,
        sign_out,
        create_static_files_router(path="/static", directories=[STATIC]),
    ],
    middleware=MIDDLEWARE,
    plugins=[wootric],
    template_config=TemplateConfig(directory=TEMPLATES, engine=JinjaTemplateEngine),
    openapi_config=None,
)
