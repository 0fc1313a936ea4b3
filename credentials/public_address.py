"""Full addresses of the console, for mails, OVHcloud and the identity provider."""

from __future__ import annotations

from django.conf import settings


def public_address(path: str) -> str:
    """A path of the console as a full address; whatever host a request names."""
    return f"{settings.PUBLIC_ORIGIN}{path}"
