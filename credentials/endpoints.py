"""The OVHcloud regions as data: where the API, the token endpoint and the human pages are.

The signature covers the whole URL, host included (api 2.1), so the base URL is data and never
rebuilt. Hosts enter here and by ``OVH_EXTRA_ENDPOINTS``, nowhere else. Sources: api 1.1, 1.3, 1.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from credentials.errors import EndpointError
from credentials.sentences import Sentence, gettext_noop, say

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_TAKEN = gettext_noop(
    "OVH_EXTRA_ENDPOINTS names “%(name)s”, which there is already. Choose another name."
)


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
    Plain http is taken for loopback hosts alone. Raises ``EndpointError`` on anything else; its
    sentence names the entry and repeats no address, which may hold a password.
    """
    extra: dict[str, Endpoint] = {}
    for place, entry in enumerate(filter(None, map(str.strip, text.split(","))), start=1):
        name, _, url = (part.strip() for part in entry.partition("="))
        if not (_NAME.fullmatch(name) and _is_usable(url)):
            raise EndpointError(_complaint(name, place))
        if name in ENDPOINTS or name in extra:
            raise EndpointError(say(_TAKEN, name=name))
        extra[name] = _extra(name, url)
    return extra


def _is_usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname and parts.path.strip("/")) and parts.port != 0
    except ValueError:  # a port that is none, an address whose brackets do not close
        return False
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    has_more = "@" in parts.netloc or parts.query or parts.fragment
    return is_whole and is_safe and not has_more


def _complaint(name: str, place: int) -> Sentence:
    return say(
        gettext_noop(
            "Entry %(place)s%(name)s of OVH_EXTRA_ENDPOINTS is not name=https://host[:port]/1.0. "
            "Plain http is accepted for loopback hosts alone."
        ),
        place=place,
        name=f" ({name})" if _NAME.fullmatch(name) else "",
    )


def _extra(name: str, url: str) -> Endpoint:
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
