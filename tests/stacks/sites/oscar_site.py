"""django-oscar's shop under i18n_patterns, with Django's cache for the whole site."""

from typing import Any

from oscar import defaults

from tests.stacks.project import MIDDLEWARE, OURS, common_urls, prepare, serve, setup

setup(
    apps=[
        "django.contrib.sites",
        "django.contrib.flatpages",
        "oscar.config.Shop",
        *(
            f"oscar.apps.{name}Config"
            for name in (
                "analytics.apps.Analytics",
                "checkout.apps.Checkout",
                "address.apps.Address",
                "shipping.apps.Shipping",
                "catalogue.apps.Catalogue",
                "catalogue.reviews.apps.CatalogueReviews",
                "communication.apps.Communication",
                "partner.apps.Partner",
                "basket.apps.Basket",
                "payment.apps.Payment",
                "offer.apps.Offer",
                "order.apps.Order",
                "customer.apps.Customer",
                "search.apps.Search",
                "voucher.apps.Voucher",
                "wishlists.apps.Wishlists",
                "dashboard.apps.Dashboard",
                "dashboard.reports.apps.ReportsDashboard",
                "dashboard.users.apps.UsersDashboard",
                "dashboard.orders.apps.OrdersDashboard",
                "dashboard.catalogue.apps.CatalogueDashboard",
                "dashboard.offers.apps.OffersDashboard",
                "dashboard.partners.apps.PartnersDashboard",
                "dashboard.pages.apps.PagesDashboard",
                "dashboard.ranges.apps.RangesDashboard",
                "dashboard.reviews.apps.ReviewsDashboard",
                "dashboard.vouchers.apps.VouchersDashboard",
                "dashboard.communications.apps.CommunicationsDashboard",
                "dashboard.shipping.apps.ShippingDashboard",
            )
        ),
        "widget_tweaks",
        "haystack",
        "treebeard",
        "django_tables2",
        "phonenumber_field",
    ],
    middleware=[
        OURS,
        "django.middleware.cache.UpdateCacheMiddleware",
        *MIDDLEWARE[:2],
        "django.middleware.locale.LocaleMiddleware",
        *MIDDLEWARE[2:],
        "oscar.apps.basket.middleware.BasketMiddleware",
        "django.middleware.cache.FetchFromCacheMiddleware",
    ],
    templates={"oscar/partials/footer.html": "{% load wootric %}{% wootric_snippet %}"},
    template_options={
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "oscar.apps.search.context_processors.search_form",
            "oscar.apps.checkout.context_processors.checkout",
            "oscar.apps.communication.notifications.context_processors.notifications",
            "oscar.core.context_processors.metadata",
        ]
    },
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
    HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
    LANGUAGES=[("en", "English"), ("de", "German")],
    SITE_ID=1,
    **{name: value for name, value in vars(defaults).items() if name.startswith("OSCAR_")},
)

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

shop: Any = apps.get_app_config("oscar")
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    *common_urls(),
    *i18n_patterns(path("", include(shop.urls[0]))),
]

if __name__ == "__main__":
    prepare()
    serve()
