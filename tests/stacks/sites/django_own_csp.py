"""Django 6 with its own Content-Security-Policy, and nothing beside it."""

from django.utils.csp import CSP

from tests.stacks.project import MIDDLEWARE, OURS, common_urls, prepare, serve, setup
from wootric_snippet.csp import directives

policy = {name: [CSP.SELF, *sources] for name, sources in directives("NPS-01fe3cbc").items()}
policy["script-src"].append(CSP.NONCE)

setup(
    middleware=[OURS, *MIDDLEWARE, "django.middleware.csp.ContentSecurityPolicyMiddleware"],
    SECURE_CSP=policy,
)
urlpatterns = common_urls()

if __name__ == "__main__":
    prepare()
    serve()
