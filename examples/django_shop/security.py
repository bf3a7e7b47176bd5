"""The shop's content security policy: made by Django itself from 6.0 on, by django-csp before."""

import django

from examples.shop import policy

NONCE: object
if django.VERSION >= (6, 0):
    from django.utils.csp import CSP

    NONCE = CSP.NONCE
    CSP_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"
else:
    from csp import constants

    NONCE = constants.NONCE
    CSP_MIDDLEWARE = "csp.middleware.CSPMiddleware"

POLICY = {**policy.POLICY, "script-src": [*policy.POLICY["script-src"], NONCE]}
