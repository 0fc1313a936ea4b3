"""The WSGI entry point: ``gunicorn dashboard.wsgi``. It starts only with the right master key."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

os.umask(0o077)  # what this process writes is its owner's alone

application = get_wsgi_application()

from credentials import startup  # noqa: E402 -- models load after the application is set up

startup.prepare_or_exit()
