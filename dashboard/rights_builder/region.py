"""The region whose operations rules are read by, and what has to be said of that choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from credentials import ovhcloud, rights
from credentials.core import Sentence, gettext_noop, say
from credentials.models import Account
from credentials.rights import HOME_ENDPOINT, AccessRule, Catalogue, enumerate_phrases, visible_text

_NOT_CHOSEN = gettext_noop("No account is chosen: the operations are those of %(region)s.")
_OFFERED = gettext_noop("%(region)s offers what these rules reach: yes.")
_PROBABLY_NOT = gettext_noop(
    "%(region)s offers what these rules are for: probably not %(rules)s. Its description has no "
    "such operation, that of OVHcloud Europe has."
)
_UNKNOWN = gettext_noop("Whether %(region)s offers what these rules reach is not known.")
_MOST_NAMED = 4
_NEVER_READ = gettext_noop(
    "The operations of %(region)s were never read here, so those of %(instead)s are used. An "
    "admin has them read from the page of an account; so does the command refresh_catalogue "
    "%(endpoint)s."
)


@dataclass(frozen=True, slots=True)
class Region:
    """``endpoint`` is its name; ``is_chosen`` says that an account settles it."""

    endpoint: str = HOME_ENDPOINT
    is_chosen: bool = False

    @property
    def catalogue(self) -> Catalogue:
        """What the region's API offers, as far as it was read."""
        return ovhcloud.catalogue_of(self.endpoint)

    def offer(self, rules: Sequence[AccessRule]) -> Sentence:
        """Whether the region offers what rules are for: yes, probably not, or unknown."""
        label, own = ovhcloud.region_label(self.endpoint), self.catalogue
        if own.endpoint != self.endpoint:
            return say(_UNKNOWN, region=label)
        missing = [rule for rule in rules if not rights.reach(own, [rule])]
        elsewhere = ovhcloud.catalogue_of(HOME_ENDPOINT)
        absent = [rule for rule in missing if rights.reach(elsewhere, [rule])]
        if absent:
            named = [say("%(rule)s", rule=visible_text(str(rule))) for rule in absent]
            named_rules = enumerate_phrases(named, most=_MOST_NAMED)
            return say(_PROBABLY_NOT, region=label, rules=named_rules)
        return say(_OFFERED, region=label)

    @property
    def notes(self) -> list[Sentence]:
        """What is worth knowing of the catalogue: whose it is, and whether it stands in."""
        label, used = ovhcloud.region_label(self.endpoint), self.catalogue.endpoint
        notes = [] if self.is_chosen else [say(_NOT_CHOSEN, region=label)]
        if used != self.endpoint:
            instead = ovhcloud.region_label(used)
            notes.append(say(_NEVER_READ, region=label, instead=instead, endpoint=self.endpoint))
        return notes


def region_of(account: Account | None, others: Iterable[Account] = ()) -> Region:
    """The region of the chosen account, else of the first of ``others``, else OVHcloud Europe."""
    if account is not None:
        return Region(account.endpoint, is_chosen=True)
    first = next(iter(others), None)
    return Region(first.endpoint) if first else Region()
