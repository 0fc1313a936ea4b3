"""The endpoints: where the API, the token endpoint and the human pages of each region are.

The signature covers the whole URL, host included (api 2.1), so the base URL is data and never
rebuilt. The hosts are those of ``core.api_hosts`` and of ``OVH_EXTRA_ENDPOINTS``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from credentials.core import (
    API_HOSTS,
    ApiHost,
    EndpointError,
    HostFamily,
    Sentence,
    gettext_noop,
    say,
)

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)
_TAKEN = gettext_noop(
    "OVH_EXTRA_ENDPOINTS names “%(name)s”, which there is already. Choose another name."
)


class Login(StrEnum):
    """How a person signs in on OVHcloud's pages."""

    CUSTOMER = "customer"
    USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One region of one brand, by one family of hosts.

    ``api_root`` ends without a slash and carries the version (``https://eu.api.ovh.com/1.0``).
    ``token_url`` is empty where the brand has no OAuth2. ``pages`` is the address of the pages for
    people, with a ``{page}`` in it; ``user_pages`` that for local users (in the US: sub-users),
    where it is another one. ``console_page`` is the API console, where one is known. Calls are
    spaced out where ``is_paced``: everywhere but at the sandbox.
    """

    name: str
    label: str
    api_root: str
    token_url: str
    pages: str
    console_page: str = ""
    user_pages: str = ""
    family: HostFamily = HostFamily.OLDER
    is_paced: bool = True

    @property
    def origin(self) -> str:
        """Scheme, host and port of the API root."""
        return _origin(self.api_root)

    @property
    def host(self) -> str:
        """The host of the API."""
        return urlsplit(self.api_root).netloc

    @property
    def page_host(self) -> str:
        """The host of the pages for people."""
        return urlsplit(self.pages).netloc

    @property
    def origins(self) -> frozenset[str]:
        """Scheme, host and port of each of its addresses: all that is OVHcloud's, or configured."""
        addresses = (self.api_root, self.token_url, self.pages, self.user_pages, self.console_page)
        return frozenset(_origin(address) for address in addresses if address)

    @property
    def has_service_accounts(self) -> bool:
        return bool(self.token_url)

    @property
    def has_user_pages(self) -> bool:
        """Whether local users have pages of their own."""
        return bool(self.user_pages)

    def url_of(self, address: str) -> str:
        """The URL of a quoted path, with its query; one that begins with ``/v2/`` is of that
        branch."""
        is_second = address.startswith("/v2/")
        return f"{self.api_root.rpartition('/')[0] if is_second else self.api_root}{address}"

    def operation_page(self, method: str, path: str, *, version: str, section: str) -> str:
        """Where OVHcloud's API console has an operation, with its IAM actions; "" where there is no
        such console. ``path`` is the route with its braces, without version.

        A region that has newer hosts has its console there, which names the section and the branch;
        the others take the route alone (api 1.3).
        """
        there = by_family(self, HostFamily.NEWER).console_page
        if not there:
            return ""
        if ".ovhcloud.com/" in there:
            route = re.sub(r"\{(\w+)\}", r"-\1-", path)
            query = urlencode({"section": section, "branch": version}, safe="/")
            return f"{there}?{query}#{method.lower()}-{route}"
        return f"{there}#{quote(path)}~{method}"

    @property
    def create_app_page(self) -> str:
        """Where people make an application alone."""
        return self.pages.format(page="createApp")

    def create_token_url(
        self, rules: Iterable[tuple[str, str]], *, login: Login = Login.CUSTOMER
    ) -> str:
        """The createToken page with ``(method, path)`` rules filled in (api 1.3)."""
        pages = self.user_pages if login is Login.USER and self.user_pages else self.pages
        page = pages.format(page="createToken")
        query = "&".join(f"{method}={quote(path, safe='/*')}" for method, path in rules)
        return f"{page}?{query}" if query else page


def _endpoint(row: ApiHost) -> Endpoint:
    is_newer = row.family is HostFamily.NEWER
    return Endpoint(
        name=row.name,
        label=row.label,
        api_root=f"https://{row.host}/1.0",
        token_url=f"{row.login}/oauth2/token" if row.login else "",
        pages=f"{row.login}/api/{{page}}" if is_newer else f"https://{row.host}/{{page}}/",
        user_pages=row.user_pages,
        console_page=f"https://{row.host}/console/",
        family=row.family,
    )


#: Every row of the table of hosts as an endpoint, in its order.
HOSTS: Final[tuple[Endpoint, ...]] = tuple(_endpoint(row) for row in API_HOSTS)
ENDPOINTS: Final[dict[str, Endpoint]] = {
    endpoint.name: endpoint for endpoint in HOSTS if endpoint.family is HostFamily.OLDER
}


def hosts_of(name: str) -> list[Endpoint]:
    """A region by each of its families of hosts; none for a region that is configured."""
    return [endpoint for endpoint in HOSTS if endpoint.name == name]


def by_family(endpoint: Endpoint, family: str) -> Endpoint:
    """The same region by the hosts of another family; as it is where it has no such family."""
    others = (other for other in hosts_of(endpoint.name) if other.family == family)
    return next(others, endpoint)


def parse_extra_endpoints(text: str) -> dict[str, Endpoint]:
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
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
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
        pages=f"{origin}/{{page}}/",
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
