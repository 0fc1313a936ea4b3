"""Sending to other programs: which hosts may be sent to, the connection, a POST, its signature.

What is sent, and when it is tried again, is said by whoever sends: ``notices``, ``log_streams``.
Calls to OVHcloud are ``ovhcloud``, mails ``mail``; nothing here knows a table.
"""

from __future__ import annotations

from credentials.outgoing.connecting import connected, cut_off_after
from credentials.outgoing.hosts import AllowedHosts, Target, parse_address, parse_url, resolve
from credentials.outgoing.posting import post
from credentials.outgoing.undelivered import NotSent, Undelivered, fault, unreached
from credentials.outgoing.webhook_signature import new_secret, signed_headers

__all__ = [
    "AllowedHosts",
    "NotSent",
    "Target",
    "Undelivered",
    "connected",
    "cut_off_after",
    "fault",
    "new_secret",
    "parse_address",
    "parse_url",
    "post",
    "resolve",
    "signed_headers",
    "unreached",
]
