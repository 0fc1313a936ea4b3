"""Which services the rules of keys reach, by the names that were read of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from credentials import live, ovhcloud
from credentials.core import Sentence, gettext_noop, say
from credentials.models import Account
from credentials.rights import AccessRule, Catalogue, NameList, name_list_at

#: The lists of what people run at OVHcloud, the most frequent first.
ROUTES: Final = (
    "/domain/zone",
    "/domain",
    "/cloud/project",
    "/dedicated/server",
    "/vps",
    "/hosting/web",
    "/email/domain",
    "/ip",
    "/ipLoadbalancing",
    "/dedicatedCloud",
)
_SHOWN: Final = 5
_NAMED: Final = gettext_noop("%(route)s: %(names)s")
_NAMED_MORE: Final = gettext_noop("%(route)s: %(names)s and %(count)s more")
_EVERY: Final = gettext_noop("%(routes)s: every one; their names were not read lately")


class ReachedServices:
    """The services of one account that rules reach; names are those that are kept, and no call is
    made for them."""

    def __init__(self, account: Account) -> None:
        catalogue = ovhcloud.catalogue_of(account.endpoint)
        self._lists = list(_lists(catalogue))
        self._routes = _two_first_parts(catalogue)
        self._known = live.known_names(account, self._lists)

    def sentences(self, rules: Iterable[AccessRule]) -> list[Sentence]:
        """A sentence for each list of which the rules reach something, and one for the lists of
        which they reach all and the names were not read."""
        paths = sorted({rule.path for rule in rules})
        unknown = [each.route for each in self._lists if self._is_unknown(each.route, paths)]
        known = [each.route for each in self._lists if each.route not in unknown]
        sentences = (self._said(route, paths) for route in known)
        named = [sentence for sentence in sentences if sentence is not None]
        return [*named, say(_EVERY, routes=", ".join(unknown))] if unknown else named

    def _is_unknown(self, route: str, paths: Sequence[str]) -> bool:
        """Whether the paths reach whatever is on a list that nobody read lately."""
        return route not in self._known and any(_covers_all(route, path) for path in paths)

    def _said(self, route: str, paths: Sequence[str]) -> Sentence | None:
        """Which names on a list the paths reach; None for none."""
        named = (_name_in(route, path) for path in paths)
        names = dict.fromkeys(each for each in named if each and self._is_service(route, each))
        if not any(_covers_all(route, path) for path in paths):
            return _named(route, list(names)) if names else None
        known = self._known[route]
        every = list(dict.fromkeys((*known.names, *names)))
        return _named(route, every, unnamed=known.total - len(known.names)) if every else None

    def _is_service(self, route: str, name: str) -> bool:
        return f"{route}/{name}" not in self._routes


def _lists(catalogue: Catalogue) -> Iterator[NameList]:
    for route in ROUTES:
        name_list = name_list_at(catalogue, route)
        if name_list is not None:
            yield name_list


def _two_first_parts(catalogue: Catalogue) -> frozenset[str]:
    """How routes begin: ``/domain/zone`` is one, and no service of ``/domain``."""
    return frozenset("/".join(each.path.split("/")[:3]) for each in catalogue.operations)


def _covers_all(route: str, path: str) -> bool:
    """Whether the path stands for whatever follows the route."""
    before, star, _ = path.partition("*")
    return bool(star) and f"{route}/".startswith(before) if path != "*" else True


def _name_in(route: str, path: str) -> str | None:
    """The one name below the route that the path says."""
    if not path.startswith(f"{route}/"):
        return None
    name = path.removeprefix(f"{route}/").partition("/")[0]
    return name if name and "*" not in name and "{" not in name else None


def _named(route: str, names: Sequence[str], *, unnamed: int = 0) -> Sentence:
    """The first names, and how many more there are; ``unnamed`` are those that are not kept."""
    shown, more = ", ".join(names[:_SHOWN]), len(names) + unnamed - _SHOWN
    template = _NAMED_MORE if more > 0 else _NAMED
    return say(template, route=route, names=shown, count=more)
