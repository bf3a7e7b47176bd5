"""Kettle & Co in FastAPI: a survey may appear on every page of a signed-in customer."""

import os
import secrets
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware

from examples.fastapi_shop.security import HeadersMiddleware, SessionBackend, check_form
from examples.shop import STATIC, TEMPLATES
from examples.shop.accounts import SAMPLE_PASSWORD, Accounts
from examples.shop.data import CUSTOMERS, ITEMS, PLANS, PRODUCTS, Customer
from examples.shop.forms import csrf_input
from examples.shop.survey import ACCOUNT_TOKEN, DELIVERY, SURVEY, survey_group, survey_user
from wootric_snippet import Group, User
from wootric_snippet.starlette import Wootric

accounts = Accounts()


def signed_in(request: Request) -> Customer | None:
    """Return the customer who is signed in."""
    return request.user.customer if request.user.is_authenticated else None


def load_survey_user(request: Request) -> User | None:
    return survey_user(signed_in(request))


def load_survey_group(request: Request) -> Group | None:
    return survey_group(signed_in(request))


def template_context(request: Request) -> dict[str, Any]:
    """Return what every template needs."""
    return {
        "customer": signed_in(request),
        "csrf_input": csrf_input(request.session),
        "framework": "FastAPI",
        "signed_out": request.session.pop("signed_out", False),
    }


templates = Jinja2Templates(TEMPLATES, context_processors=[template_context])
# A real site gives its own token. "always": the mock SDK, in this demo, without debug=True too; nothing is sent.
wootric = Wootric(
    account_token=ACCOUNT_TOKEN,
    survey=SURVEY,
    delivery=DELIVERY,
    mock_sdk="always",
    user=load_survey_user,
    group=load_survey_group,
)

app = FastAPI(default_response_class=HTMLResponse, openapi_url=None)
# The last is the first to see a request, and the last to see its response.
app.add_middleware(AuthenticationMiddleware, backend=SessionBackend())
app.add_middleware(SessionMiddleware, secret_key=os.environ.get("SHOP_SECRET_KEY") or secrets.token_hex(32))
app.add_middleware(HeadersMiddleware)
app.mount("/static", StaticFiles(directory=STATIC))
wootric.init_app(app, templates)


@app.get("/")
def home(request: Request) -> Response:
    return templates.TemplateResponse(request, "home.html", {"products": PRODUCTS})


@app.get("/pricing")
def pricing(request: Request) -> Response:
    return templates.TemplateResponse(request, "pricing.html", {"plans": PLANS})


@app.post("/order", dependencies=[Depends(check_form)])
def place_order(request: Request, item: Annotated[str, Form()] = "") -> Response:
    if signed_in(request) is None or item not in ITEMS:
        return RedirectResponse("/pricing", 303)
    request.session["order"] = item
    # This page is a redirect: the event travels to the next one.
    wootric.track(request, "Order Completed", {"item": item})
    return RedirectResponse("/order", 303)


@app.get("/order")
def order(request: Request) -> Response:
    item = ITEMS.get(request.session.get("order", ""))
    if signed_in(request) is None or item is None:
        return RedirectResponse("/pricing", 303)
    return templates.TemplateResponse(request, "order.html", {"item": item})


def _choose_customer(request: Request, *, wrong_password: bool) -> Response:
    context = {
        "customers": CUSTOMERS.values(),
        "sample_password": SAMPLE_PASSWORD,
        "wrong_password": wrong_password,
    }
    return templates.TemplateResponse(request, "sign_in.html", context, 403 if wrong_password else 200)


@app.get("/sign-in")
def choose_customer(request: Request) -> Response:
    return _choose_customer(request, wrong_password=False)


@app.post("/sign-in", dependencies=[Depends(check_form)])
def sign_in(request: Request, customer: Annotated[str, Form()] = "", password: Annotated[str, Form()] = "") -> Response:
    if accounts.sign_in(customer, password) is None:
        return _choose_customer(request, wrong_password=True)
    request.session.clear()
    request.session["customer"] = customer
    return RedirectResponse("/", 303)


@app.post("/sign-out", dependencies=[Depends(check_form)])
def sign_out(request: Request) -> Response:
    request.session.clear()
    request.session["signed_out"] = True
    return RedirectResponse("/", 303)
