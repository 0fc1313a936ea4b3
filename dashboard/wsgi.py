"""The WSGI entry point: ``gunicorn dashboard.wsgi``. It starts only with the right master key."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

application = get_wsgi_application()

from credentials import instance  # noqa: E402 -- models load after the application is set up

instance.key()  # a wrong master key serves nothing: this raises KeyringError
