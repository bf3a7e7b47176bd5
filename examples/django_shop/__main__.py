"""The shop's manage.py. Without a command it runs the shop; `runserver` makes the database first."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_shop.settings")
command = sys.argv[1:] or ["runserver"]
if command[0] == "runserver":
    execute_from_command_line([sys.argv[0], "migrate", "--verbosity", "0"])
execute_from_command_line([sys.argv[0], *command])
