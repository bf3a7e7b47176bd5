"""Kettle & Co in Flask: a survey may appear on every page of a signed-in customer."""

import os
import secrets
from typing import Any

from flask import Blueprint, Flask, Response, g, redirect, render_template, request, session
from markupsafe import Markup
from werkzeug.wrappers import Response as Redirect

from examples.flask_shop import security
from examples.shop import STATIC, TEMPLATES
from examples.shop.data import CUSTOMERS, ITEMS, PLANS, PRODUCTS, Customer
from wootric_snippet import Group, Page, SnippetRenderer, Survey, User, stand_in

# The stand-in plays InMoment's SDK. A real site gives its own token and leaves sdk_url out.
STAND_IN = "/wootric-stand-in.js"
SURVEY = Survey(product_name="Kettle & Co", modal_theme="light")
renderer = SnippetRenderer("NPS-01fe3cbc", sdk_url=STAND_IN, survey=SURVEY)

shop = Blueprint("shop", __name__)


def signed_in() -> Customer | None:
    """Return the customer whom the session names."""
    return CUSTOMERS.get(session.get("customer", ""))


def wootric_snippet(event: str | None = None, title: str | None = None) -> Markup:
    """Return the snippet of the page being rendered; the base template calls this."""
    customer = signed_in()
    if customer is None:
        # The first page after a sign-out stops what the page before may have started.
        left = session.pop("signed_out", False)
        return renderer.shutdown(nonce=g.csp_nonce) if left else Markup("")
    user = User(
        email=customer.email,
        created_at=customer.created_at,
        language=customer.language,
        external_id=customer.id,
        properties={
            "plan": customer.plan,
            "seats": customer.seats,
            "renewal": customer.renewal,
        },
    )
    page = Page(path=request.path, title=title)
    group = Group(id=customer.company_id, traits={"name": customer.company})
    return renderer.render(user, page, event=event, group=group, nonce=g.csp_nonce)


@shop.app_context_processor
def template_context() -> dict[str, Any]:
    """Return what every template needs."""
    return {
        "customer": signed_in(),
        "csrf_input": security.csrf_input(),
        "framework": "Flask",
        "wootric_snippet": wootric_snippet,
    }


@shop.get("/")
def home() -> str:
    return render_template("home.html", products=PRODUCTS)


@shop.get("/pricing")
def pricing() -> str:
    return render_template("pricing.html", plans=PLANS)


@shop.post("/order")
def place_order() -> Redirect:
    if signed_in() is None or request.form.get("item") not in ITEMS:
        return redirect("/pricing", 303)
    session["order"] = request.form["item"]
    return redirect("/order", 303)


@shop.get("/order")
def order() -> str | Redirect:
    item = ITEMS.get(session.get("order", ""))
    if signed_in() is None or item is None:
        return redirect("/pricing")
    return render_template("order.html", item=item)


@shop.get("/sign-in")
def choose_customer() -> str:
    return render_template("sign_in.html", customers=CUSTOMERS.values())


@shop.post("/sign-in")
def sign_in() -> Redirect:
    session.clear()
    session["customer"] = request.form.get("customer", "")
    return redirect("/", 303)


@shop.post("/sign-out")
def sign_out() -> Redirect:
    session.clear()
    session["signed_out"] = True
    return redirect("/", 303)


@shop.get(STAND_IN)
def sdk() -> Response:
    return Response(stand_in.source(), mimetype="text/javascript")


def create_app() -> Flask:
    """Return the shop; SHOP_SECRET_KEY keeps sessions alive over a restart."""
    app = Flask(__name__, static_folder=STATIC, template_folder=TEMPLATES)
    app.secret_key = os.environ.get("SHOP_SECRET_KEY") or secrets.token_bytes(32)
    security.init_app(app)
    app.register_blueprint(shop)
    return app
