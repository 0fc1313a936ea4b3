"""Writes, changes, lists and removes a record of example.com, as programs use lexicon.

Its command line asks the name servers of the world for the zone, whatever its options say.
"""

from __future__ import annotations

import sys

from lexicon.client import Client  # type: ignore[import-not-found]
from lexicon.config import ConfigResolver  # type: ignore[import-not-found]

settings = {"provider_name": "ovh", "domain": "example.com", "delegated": "example.com"}
steps = {
    "create": lambda zone: zone.create_record("A", "app", "192.0.2.20"),
    "update": lambda zone: zone.update_record(None, "A", "app", "192.0.2.21"),
    "list": lambda zone: zone.list_records("A", "app"),
    "delete": lambda zone: zone.delete_record(None, "A", "app"),
}
for step in sys.argv[1:]:
    with Client(ConfigResolver().with_env().with_dict(settings)) as zone:
        sys.stdout.write(f"{steps[step](zone)}\n")
