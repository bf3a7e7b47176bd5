"""The shop's manage.py; without a command, it makes the database and runs the shop."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_shop.settings")
if sys.argv[1:]:
    execute_from_command_line(sys.argv)
else:
    execute_from_command_line([sys.argv[0], "migrate", "--verbosity", "0"])
    execute_from_command_line([sys.argv[0], "runserver"])
