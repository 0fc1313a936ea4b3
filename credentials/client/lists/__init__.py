"""Reading whole lists: what can be listed, and the ladder of ways to read it."""

from __future__ import annotations

from credentials.client.lists.listing import Listing
from credentials.client.lists.shelves import APPLICATIONS, CLIENTS, CREDENTIALS, Read

__all__ = ["APPLICATIONS", "CLIENTS", "CREDENTIALS", "Listing", "Read"]
