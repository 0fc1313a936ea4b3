"""OVHcloud's regions by the hosts that answer for them: who calls and who reads texts go by it.

Hosts enter here and by ``OVH_EXTRA_ENDPOINTS``, nowhere else. Sources: api 1.1, 1.3, 1.4 and 13.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from credentials.core.enums import HostFamily


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiHost:
    """One region of one brand, by one family of hosts.

    ``host`` answers calls. ``login`` is the address of the pages to sign in on, empty where the
    brand has no OAuth2; ``user_pages`` that of the pages for local users (in the US: sub-users),
    with a ``{page}`` in it, where it is another one.
    """

    name: str
    label: str
    host: str
    login: str = ""
    user_pages: str = ""
    family: HostFamily = HostFamily.OLDER


_EUROPE, _CANADA, _US = "OVHcloud Europe", "OVHcloud Canada", "OVHcloud US"
_US_LOGIN: Final = "https://us.ovhcloud.com/auth"

#: An older alias of the European host (api 1.1): read in texts, never called.
HOST_ALIAS: Final = "api.ovh.com"

#: Every host there is (api 13). The older family of each region stands first.
API_HOSTS: Final[tuple[ApiHost, ...]] = (
    ApiHost(name="ovh-eu", label=_EUROPE, host="eu.api.ovh.com", login="https://www.ovh.com/auth"),
    ApiHost(name="ovh-ca", label=_CANADA, host="ca.api.ovh.com", login="https://ca.ovh.com/auth"),
    ApiHost(
        name="ovh-us",
        label=_US,
        host="api.us.ovhcloud.com",
        login=_US_LOGIN,
        user_pages=f"{_US_LOGIN}/api/{{page}}",
    ),
    ApiHost(name="soyoustart-eu", label="So you Start Europe", host="eu.api.soyoustart.com"),
    ApiHost(name="soyoustart-ca", label="So you Start Canada", host="ca.api.soyoustart.com"),
    ApiHost(name="kimsufi-eu", label="Kimsufi Europe", host="eu.api.kimsufi.com"),
    ApiHost(name="kimsufi-ca", label="Kimsufi Canada", host="ca.api.kimsufi.com"),
    ApiHost(
        name="ovh-eu",
        label=_EUROPE,
        host="api.eu.ovhcloud.com",
        login="https://auth.eu.ovhcloud.com",
        family=HostFamily.NEWER,
    ),
    ApiHost(
        name="ovh-ca",
        label=_CANADA,
        host="api.ca.ovhcloud.com",
        login="https://auth.ca.ovhcloud.com",
        family=HostFamily.NEWER,
    ),
    ApiHost(
        name="ovh-us",
        label=_US,
        host="api.us.ovhcloud.com",
        login=_US_LOGIN,
        family=HostFamily.NEWER,
    ),
)
