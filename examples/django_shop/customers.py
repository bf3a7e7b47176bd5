"""From Django's user to the shop's customer, and to what InMoment is told of one."""

from typing import Any

from django.http import HttpRequest

from examples.shop import survey
from examples.shop.data import CUSTOMERS, Customer
from wootric_snippet import Group, User


def signed_in(request: HttpRequest) -> Customer | None:
    """Return the customer who is signed in; a customer's id is the name of Django's user."""
    return CUSTOMERS.get(request.user.get_username())


def template_context(request: HttpRequest) -> dict[str, Any]:
    """Return what every template needs."""
    signed_out = request.session.pop("signed_out", False)
    return {"customer": signed_in(request), "framework": "Django", "signed_out": signed_out}


# Without this, the address, id and sign-up time of Django's user would do; the survey is to know the plan as well.
def survey_user(request: HttpRequest) -> User | None:
    """Return the customer as the survey's user: WOOTRIC["USER"]."""
    customer = signed_in(request)
    return survey.survey_user(customer) if customer else None


def survey_group(request: HttpRequest) -> Group | None:
    """Return the customer's company: WOOTRIC["GROUP"]."""
    customer = signed_in(request)
    return survey.survey_group(customer) if customer else None
