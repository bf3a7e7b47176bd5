"""Make the shop's customers users of Django's, who sign in with the sample password."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import migrations

from examples.shop.accounts import SAMPLE_PASSWORD
from examples.shop.data import CUSTOMERS


def make_customers(apps: Any, _editor: Any) -> None:
    users = apps.get_model("auth", "User").objects
    for customer in CUSTOMERS.values():
        users.create(username=customer.id, email=customer.email, password=make_password(SAMPLE_PASSWORD))


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]  # noqa: RUF012
    operations = [migrations.RunPython(make_customers, migrations.RunPython.noop)]  # noqa: RUF012
