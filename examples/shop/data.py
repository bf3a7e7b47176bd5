"""The shop's data: plain Python, so that every framework's example sells to the same people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone


@dataclass(frozen=True)
class Item:
    """Something to order: a product, or a plan with what it includes."""

    slug: str
    name: str
    text: str
    price: str
    image: str = ""
    includes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Customer:
    """Somebody who can sign in, as a site's own database might hold them."""

    id: str
    name: str
    email: str
    language: str
    created_at: datetime | date | str
    plan: str
    seats: int
    renewal: date
    company_id: str
    company: str


PRODUCTS = (
    Item("kettle", "Copper kettle", "Boils a litre in three minutes.", "€64", "kettle.svg"),
    Item("teapot", "Stoneware teapot", "Six cups, and it does not drip.", "€38", "teapot.svg"),
    Item("cups", "Pair of cups", "Glazed by hand, no two alike.", "€22", "cup.svg"),
    Item("assam", "Assam, 250 g", "Malty, dark, good with milk.", "€14", "tin.svg"),
)

PLANS = (
    Item(
        "starter",
        "Starter",
        "For a kitchen corner.",
        "€5",
        includes=("Two teas a month", "Delivered by post", "Pause at any time"),
    ),
    Item(
        "team",
        "Team",
        "For a kitchen and its regulars.",
        "€8",
        includes=("Five teas a month", "A kettle on loan", "Delivered in a day"),
    ),
    Item(
        "company",
        "Company",
        "For a kitchen on every floor.",
        "€11",
        includes=("All our teas", "Kettles, pots and cups", "A tasting every quarter"),
    ),
)

ITEMS = {item.slug: item for item in PRODUCTS + PLANS}

# The first three differ in what sites really store: how a locale is written, and whether a sign-up
# time is a datetime, a string out of an API, or only a date. The fourth is an attack: each text is
# one that ends a script, an attribute or an element early on a page that does not escape it.
CUSTOMERS = {
    customer.id: customer
    for customer in (
        Customer(
            id="1001",
            name="Amelia Hart",
            email="amelia@initech.example",
            language="en-GB",
            created_at=datetime(2018, 8, 3, 17, 28, 46, tzinfo=timezone(timedelta(hours=2))),
            plan="team",
            seats=12,
            renewal=date(2027, 1, 31),
            company_id="0e8c",
            company="Initech",
        ),
        Customer(
            id="1002",
            name="João Prado",
            email="joao@aurora.example",
            language="pt_BR",
            created_at="2021-02-14T09:30:00.500Z",
            plan="company",
            seats=140,
            renewal=date(2027, 11, 1),
            company_id="51d2",
            company="Aurora Cerâmica",
        ),
        Customer(
            id="1003",
            name="Tereza Nováková",
            email="tereza@vltava.example",
            language="cs",
            created_at=date(2024, 11, 5),
            plan="starter",
            seats=3,
            renewal=date(2028, 2, 29),
            company_id="77aa",
            company="Vltava & Sons",
        ),
        Customer(
            id="1004",
            name="<img src=x onerror=alert(1)>",
            email='"</script><script>alert(1)</script>"@example.com',
            language="fr",
            created_at="2023-06-01",
            plan="starter",
            seats=1,
            renewal=date(2027, 10, 31),
            company_id="'\"><b>",
            company="</script><!--<script>alert(1)//",
        ),
    )
}
