"""Kettle & Co in Flask: a survey may appear on every page of a signed-in customer."""

import os
import secrets
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from examples.flask_shop import security
from examples.shop import STATIC, TEMPLATES
from examples.shop.accounts import SAMPLE_PASSWORD, Accounts
from examples.shop.data import CUSTOMERS, ITEMS, PLANS, PRODUCTS, Customer
from examples.shop.forms import csrf_input
from examples.shop.survey import ACCOUNT_TOKEN, DELIVERY, SURVEY, survey_group, survey_user
from wootric_snippet import Group, User
from wootric_snippet.flask import Wootric

shop = Blueprint("shop", __name__)
logins = LoginManager()
wootric = Wootric()


class Shopper(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """A customer, as Flask-Login knows them."""

    def __init__(self, customer: Customer) -> None:
        self.id = customer.id
        self.customer = customer


@logins.user_loader  # type: ignore[untyped-decorator]
def load_shopper(customer_id: str) -> Shopper | None:
    customer = CUSTOMERS.get(customer_id)
    return None if customer is None else Shopper(customer)


def signed_in() -> Customer | None:
    """Return the customer who is signed in."""
    return current_user.customer if current_user.is_authenticated else None


# Without this, current_user's email and id would do; the survey is to know the plan as well.
@wootric.user_loader
def load_survey_user() -> User | None:
    return survey_user(signed_in())


@wootric.group_loader
def load_survey_group() -> Group | None:
    return survey_group(signed_in())


@shop.app_context_processor
def template_context() -> dict[str, Any]:
    """Return what every template needs."""
    return {
        "customer": signed_in(),
        "csrf_input": csrf_input(session),
        "framework": "Flask",
        "signed_out": session.pop("signed_out", False),
    }


@shop.get("/")
def home() -> str:
    return render_template("home.html", products=PRODUCTS)


@shop.get("/pricing")
def pricing() -> str:
    return render_template("pricing.html", plans=PLANS)


@shop.get("/brewing")
def brewing() -> Response:
    """Show a page that is the same for everybody: no context processor looks at who asks."""
    page = current_app.jinja_env.get_template("brewing.html")
    return Response(page.render(framework="Flask"), mimetype="text/html", headers={"Cache-Control": "max-age=300"})


@shop.post("/order")
def place_order() -> Response:
    if signed_in() is None or request.form.get("item") not in ITEMS:
        return redirect("/pricing", 303)
    session["order"] = request.form["item"]
    # This page is a redirect: the event travels to the next one.
    wootric.track("Order Completed", {"item": request.form["item"]})
    return redirect("/order", 303)


@shop.get("/order")
def order() -> str | Response:
    item = ITEMS.get(session.get("order", ""))
    if signed_in() is None or item is None:
        return redirect("/pricing")
    return render_template("order.html", item=item)


@shop.get("/sign-in")
def choose_customer(*, wrong_password: bool = False) -> str:
    people = CUSTOMERS.values()
    return render_template(
        "sign_in.html", customers=people, sample_password=SAMPLE_PASSWORD, wrong_password=wrong_password
    )


@shop.post("/sign-in")
def sign_in() -> Response | tuple[str, int]:
    accounts: Accounts = current_app.extensions["accounts"]
    customer = accounts.sign_in(request.form.get("customer", ""), request.form.get("password", ""))
    if customer is None:
        return choose_customer(wrong_password=True), 403
    session.clear()
    login_user(Shopper(customer))
    return redirect("/", 303)


@shop.post("/sign-out")
def sign_out() -> Response:
    logout_user()
    session.clear()
    session["signed_out"] = True
    return redirect("/", 303)


def create_app() -> Flask:
    """Return the shop; SHOP_SECRET_KEY keeps sessions alive over a restart."""
    app = Flask(__name__, static_folder=STATIC, template_folder=TEMPLATES)
    app.secret_key = os.environ.get("SHOP_SECRET_KEY") or secrets.token_bytes(32)
    app.extensions["accounts"] = Accounts()
    # A real site gives its own token. "always": the mock SDK, in this demo, without --debug too; nothing is sent.
    app.config.update(
        WOOTRIC_ACCOUNT_TOKEN=ACCOUNT_TOKEN,
        WOOTRIC_SURVEY=SURVEY,
        WOOTRIC_DELIVERY=DELIVERY,
        WOOTRIC_MOCK_SDK="always",
    )
    wootric.init_app(app)
    logins.init_app(app)
    security.init_app(app)
    app.register_blueprint(shop)
    return app
