"""A site with Django's own Content-Security-Policy over HTTP, where there is a Django that has one."""

import django
import pytest

from tests.stacks.journey import follow_two_visitors
from tests.stacks.servers import site_fixture

site = site_fixture("django_own_csp")


@pytest.mark.skipif(django.VERSION < (6, 0), reason="Django has its own policies from 6.0 on: make newest")
def test_two_visitors_from_sign_in_to_sign_out_with_a_nonce(site: str) -> None:
    follow_two_visitors(site)
