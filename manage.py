#!/usr/bin/env python
"""Keydesk's command line.

Settings that cannot be used end it with a sentence and exit code 3; a refusal of Keydesk's own, or
a database that does not answer, with a sentence and exit code 1.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

from credentials import postgresql
from credentials.core import KeydeskError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")
    if sys.argv[1:2] != ["collectstatic"]:  # what it gathers is for everybody
        os.umask(0o077)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(3)
    except KeydeskError as error:
        sys.stderr.write(f"{error} {error.next_step}".strip() + "\n")
        sys.exit(1)
    except OperationalError as error:
        sys.stderr.write(f"The database does not answer: {postgresql.first_line(error)}\n")
        sys.exit(1)
