"""The OVHcloud regions as data: where the API, the token endpoint and the human pages are.

The signature covers the whole URL, host included (api 2.1), so the base URL is data and never
rebuilt. Hosts enter here and by ``OVH_EXTRA_ENDPOINTS``, nowhere else. Sources: api 1.1, 1.3, 1.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from credentials.errors import EndpointError
from credentials.sentences import gettext_noop, say

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One region of one brand.

    ``api_root`` ends without a slash and carries the version (``https://eu.api.ovh.com/1.0``).
    ``token_url`` is empty where the brand has no OAuth2.
    """

    name: str
    label: str
    api_root: str
    token_url: str
    create_token_page: str
    create_app_page: str

    @property
    def origin(self) -> str:
        """Scheme, host and port of the API root."""
        return _origin(self.api_root)

    @property
    def has_service_accounts(self) -> bool:
        return bool(self.token_url)

    def create_token_url(self, rules: list[tuple[str, str]]) -> str:
        """The createToken page with ``(method, path)`` rules filled in (api 1.3)."""
        query = "&".join(f"{method}={quote(path, safe='/*')}" for method, path in rules)
        return f"{self.create_token_page}?{query}" if query else self.create_token_page


def _ovh(name: str, label: str, host: str, token_url: str) -> Endpoint:
    origin = f"https://{host}"
    return Endpoint(
        name=name,
        label=label,
        api_root=f"{origin}/1.0",
        token_url=token_url,
        create_token_page=f"{origin}/createToken/",
        create_app_page=f"{origin}/createApp/",
    )


ENDPOINTS: dict[str, Endpoint] = {
    endpoint.name: endpoint
    for endpoint in (
        _ovh(
            "ovh-eu", "OVHcloud Europe", "eu.api.ovh.com", "https://www.ovh.com/auth/oauth2/token"
        ),
        _ovh("ovh-ca", "OVHcloud Canada", "ca.api.ovh.com", "https://ca.ovh.com/auth/oauth2/token"),
        _ovh(
            "ovh-us",
            "OVHcloud US",
            "api.us.ovhcloud.com",
            "https://us.ovhcloud.com/auth/oauth2/token",
        ),
        _ovh("soyoustart-eu", "So you Start Europe", "eu.api.soyoustart.com", ""),
        _ovh("soyoustart-ca", "So you Start Canada", "ca.api.soyoustart.com", ""),
        _ovh("kimsufi-eu", "Kimsufi Europe", "eu.api.kimsufi.com", ""),
        _ovh("kimsufi-ca", "Kimsufi Canada", "ca.api.kimsufi.com", ""),
    )
}


def parse_extra(text: str) -> dict[str, Endpoint]:
    """Endpoints from ``name=https://host[:port]/1.0,…`` (the value of ``OVH_EXTRA_ENDPOINTS``).

    The token URL is ``<origin>/auth/oauth2/token`` and the human pages stand on the same origin.
    Plain http is taken for loopback hosts alone. Raises ``EndpointError`` on anything else.
    """
    entries = (part.strip() for part in text.split(","))
    extra = [_parse_one(entry) for entry in entries if entry]
    return {endpoint.name: endpoint for endpoint in extra}


def _parse_one(entry: str) -> Endpoint:
    name, separator, url = (part.strip() for part in entry.partition("="))
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    plain = not (parts.username or parts.query or parts.fragment) and bool(parts.hostname)
    if not (separator and name and secure and plain and parts.path.strip("/")):
        raise EndpointError(
            say(
                gettext_noop(
                    "“%(entry)s” in OVH_EXTRA_ENDPOINTS is not name=https://host[:port]/1.0. "
                    "Plain http is accepted for loopback hosts alone."
                ),
                entry=entry,
            )
        )
    if name in ENDPOINTS:
        raise EndpointError(
            say(
                gettext_noop(
                    "OVH_EXTRA_ENDPOINTS names “%(name)s”, which is a built-in endpoint. "
                    "Choose another name."
                ),
                name=name,
            )
        )
    origin = _origin(url)
    return Endpoint(
        name=name,
        label=name,
        api_root=url.rstrip("/"),
        token_url=f"{origin}/auth/oauth2/token",
        create_token_page=f"{origin}/createToken/",
        create_app_page=f"{origin}/createApp/",
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
