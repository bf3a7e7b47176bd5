"""Kettle & Co in Django: a survey may appear on every page of a signed-in customer."""

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from examples.shop.accounts import SAMPLE_PASSWORD
from examples.shop.data import CUSTOMERS, ITEMS, PLANS, PRODUCTS
from wootric_snippet.django import track


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"products": PRODUCTS})


def pricing(request: HttpRequest) -> HttpResponse:
    return render(request, "pricing.html", {"plans": PLANS})


@cache_control(max_age=300)
def brewing(request: HttpRequest) -> HttpResponse:
    """Show a page that is the same for everybody: no context processor looks at who asks."""
    page = get_template("brewing.html").template  # type: ignore[attr-defined]  # Jinja2's own
    return HttpResponse(page.render(request=request, framework="Django"))


def order(request: HttpRequest) -> HttpResponse:
    """Take an order, and thank for it."""
    item = ITEMS.get(request.POST.get("item") or request.session.get("order", ""))
    if item is None or not request.user.is_authenticated:
        return redirect("pricing")
    if request.method == "POST":
        request.session["order"] = item.slug
        # This page is a redirect: the event travels to the next one.
        track(request, "Order Completed", {"item": item.slug})
        return redirect("order")
    return render(request, "order.html", {"item": item})


def sign_in(request: HttpRequest) -> HttpResponse:
    wrong_password = False
    if request.method == "POST":
        user = authenticate(
            request, username=request.POST.get("customer", ""), password=request.POST.get("password", "")
        )
        if user is not None:
            login(request, user)
            return redirect("home")
        wrong_password = True
    context = {
        "customers": CUSTOMERS.values(),
        "sample_password": SAMPLE_PASSWORD,
        "wrong_password": wrong_password,
    }
    return render(request, "sign_in.html", context, status=403 if wrong_password else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    request.session["signed_out"] = True
    return redirect("home")
