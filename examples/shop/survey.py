"""What InMoment is told of the shop's customers."""

import os

from examples.shop.data import Customer
from wootric_snippet import Group, Survey, User

ACCOUNT_TOKEN = "NPS-01fe3cbc"  # noqa: S105  # no account's; it stands in the pages of a real site too
# `SHOP_DELIVERY=fetch make demo` keeps the customer out of the pages.
DELIVERY = os.environ.get("SHOP_DELIVERY", "inline")
SURVEY = Survey(product_name="Kettle & Co")


def survey_user(customer: Customer | None) -> User | None:
    """Return the customer as the survey's user."""
    if customer is None:
        return None
    return User(
        email=customer.email,
        created_at=customer.created_at,
        language=customer.language,
        external_id=customer.id,
        properties={"plan": customer.plan, "seats": customer.seats, "renewal": customer.renewal},
    )


def survey_group(customer: Customer | None) -> Group | None:
    """Return the customer's company."""
    return None if customer is None else Group(id=customer.company_id, traits={"name": customer.company})
