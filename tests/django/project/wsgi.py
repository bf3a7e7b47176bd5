"""For gunicorn."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# Threads take turns a thousand times as often as they would: what two of them shared would be mixed up.
sys.setswitchinterval(5e-6)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.django.project.settings")
application = get_wsgi_application()
