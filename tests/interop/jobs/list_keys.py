"""What the README of the ``ovh`` package shows: each application that may use the account."""

from __future__ import annotations

import sys

import ovh

client = ovh.Client()
for number in client.get("/me/api/credential", status="validated"):
    credential = client.get(f"/me/api/credential/{number}")
    try:
        application = client.get(f"/me/api/credential/{number}/application")
    except ovh.exceptions.ResourceNotFoundError:
        continue
    sys.stdout.write(f"{credential['credentialId']} {application['name']}\n")
