"""Make the database, with a crowd of users in it: `python -m tests.django.project.prepare`."""

import os
from datetime import UTC, datetime

import django
from django.core.management import call_command

from tests.crowd import PEOPLE, email

JOINED = datetime(2018, 8, 3, 15, 28, 46, tzinfo=UTC)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.django.project.settings")
    django.setup()

    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    User.objects.bulk_create(
        User(pk=person, username=str(person), email=email(person), date_joined=JOINED) for person in PEOPLE
    )
