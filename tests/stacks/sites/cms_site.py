"""django-cms with its defaults: a page cache, and a cache of placeholders; the tag in a template and in a plugin."""

from tests.stacks.project import MIDDLEWARE, NAMES, OURS, common_urls, prepare, serve, setup

HEAD = "{% load cms_tags wootric %}<!doctype html><title>Shop</title>"

setup(
    apps=["django.contrib.sites", "cms", "menus", "treebeard"],
    middleware=[
        OURS,
        "cms.middleware.utils.ApphookReloadMiddleware",
        *MIDDLEWARE,
        "django.middleware.locale.LocaleMiddleware",
        "cms.middleware.user.CurrentUserMiddleware",
        "cms.middleware.page.CurrentPageMiddleware",
        "cms.middleware.toolbar.ToolbarMiddleware",
        "cms.middleware.language.LanguageCookieMiddleware",
    ],
    templates={
        "cms_page.html": HEAD + '{% placeholder "content" %}{% wootric_snippet %}',
        "cms_plugin_page.html": HEAD + '{% placeholder "content" %}',
        "survey_plugin.html": "{% load wootric %}<p>Welcome</p>{% wootric_snippet %}",
    },
    template_options={
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
            "django.template.context_processors.i18n",
            "cms.context_processors.cms_settings",
        ]
    },
    wootric={"USER": "tests.stacks.users.forwarded_user"},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    CMS_CONFIRM_VERSION4=True,
    CMS_TEMPLATES=[("cms_page.html", "Page"), ("cms_plugin_page.html", "Page with a plugin")],
    LANGUAGE_CODE="en",
    LANGUAGES=[("en", "English")],
    SITE_ID=1,
    X_FRAME_OPTIONS="SAMEORIGIN",
)

from cms.api import add_plugin, create_page
from cms.plugin_base import CMSPluginBase
from cms.plugin_pool import plugin_pool
from django.contrib.auth.models import User
from django.contrib.sites.models import Site
from django.urls import include, path


@plugin_pool.register_plugin
class SurveyPlugin(CMSPluginBase):
    """A plugin as people write them: its output is cached, since nothing says otherwise."""

    name = "Survey"
    render_template = "survey_plugin.html"


@plugin_pool.register_plugin
class UncachedSurveyPlugin(SurveyPlugin):
    """The same, with what keeps it out of django-cms's caches."""

    cache = False


urlpatterns = [*common_urls()[1:], path("", include("cms.urls"))]


def make_pages() -> None:
    """Make a page with the tag in its template, and two with the tag in a plugin."""
    Site.objects.get_or_create(id=1, defaults={"domain": "127.0.0.1", "name": "Shop"})
    staff = User.objects.exclude(username__in=NAMES).get()
    create_page("Guide", "cms_page.html", "en", slug="guide", created_by=staff)
    for slug, plugin in {"plugin": "SurveyPlugin", "uncached-plugin": "UncachedSurveyPlugin"}.items():
        page = create_page("Plugin", "cms_plugin_page.html", "en", slug=slug, created_by=staff)
        add_plugin(page.get_placeholders("en").get(slot="content"), plugin, "en")


if __name__ == "__main__":
    prepare()
    make_pages()
    serve()
