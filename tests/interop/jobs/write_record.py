"""Adds a TXT record to a zone and serves it: ``write_record.py zone name value``."""

from __future__ import annotations

import sys

import ovh

zone, name, value = sys.argv[1:]
client = ovh.Client()
client.post(f"/domain/zone/{zone}/record", fieldType="TXT", subDomain=name, target=value)
client.post(f"/domain/zone/{zone}/refresh")
