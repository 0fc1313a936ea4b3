"""What is known of one refusal, and by which cause the call was refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from credentials import core
from credentials.core import Method, Refusal
from credentials.rights.catalogue.call_check import CallCheck
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.refusals import zones
from credentials.rights.refusals.endings import Ending
from credentials.rights.refusals.error_text import ErrorText
from credentials.rights.refusals.explanation import (
    ALLOWED,
    ANSWERED,
    EMPTY_NAME,
    NO_METHOD,
    NO_REFUSAL,
    NO_RULE_NEEDED,
    NOT_REFUSED,
    OTHER_REASON,
    OTHER_SERVICE,
    SIGNATURE_OR_CLOCK,
    UNKNOWN,
    WRONG_REGION,
    WRONG_ZONE,
)
from credentials.rights.refusals.sdk_errors import names_no_reason
from credentials.rights.refusals.statuses import CAUSES_OF_STATUSES, METHOD_NOT_TAKEN
from credentials.rights.refusals.tool_error import ToolError
from credentials.rights.refusals.value_errors import NO_CONSUMER_KEY
from credentials.rights.rule import AccessRule

_KEY_HEADER: Final = "x-ovh-consumer"
_REGIONS: Final = frozenset(row.name for row in core.API_HOSTS)
#: Refusals that a wrong zone or a lacking rule can be behind.
_BY_ZONE: Final = frozenset(
    (Refusal.RULES, Refusal.FORBIDDEN, Refusal.NO_SERVICE, Refusal.NOT_FOUND)
)
#: Refusals that a method which the route does not have can be behind.
_BY_METHOD: Final = frozenset((*_BY_ZONE - {Refusal.NO_SERVICE}, Refusal.NO_ROUTE))
#: Where a name is in a path and the tool had none.
_EMPTY: Final = re.compile(r"//|/(?:undefined|null|None|nil)(?:/|$)")
#: What may be refused of a call besides its signature: words of OVHcloud's, a query.
_TOLD: Final = re.compile(r"[\"'](?:message|class)[\"']|\bparam|\binvalid\b|/\S*\?\w+=")
#: Refusals that a call to another region's host gets.
_BY_REGION: Final = frozenset(
    (
        Refusal.APPLICATION_KEY,
        Refusal.UNKNOWN_CREDENTIAL,
        Refusal.CREDENTIAL_NOT_VALID,
        Refusal.NO_SERVICE,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalFacts:
    """What is known of one refusal, and the ``cause`` that follows.

    ``refusal`` is what OVHcloud says, ``tool`` what the tool says, None where it says nothing.

    ``checks`` are what the key's ``rules`` say to the call at ``path``; None: no key is known.
    ``is_by_text``: the text itself names them as the key's.
    ``cut_path`` is what the text tells of a path that it cuts short; its ``path`` is "" then.
    ``method_without_rules`` is the method of the call, where no rule has it: HEAD.
    ``addresses`` are those that the key may be used from; none: all. ``listed``: rules that a tool
    lists as missing.
    """

    catalogue: Catalogue
    error: ErrorText
    refusal: Refusal | None
    tool: ToolError | None
    path: str
    cut_path: str
    method_without_rules: str
    names: Mapping[str, str]
    checks: tuple[CallCheck, ...]
    rules: tuple[AccessRule, ...] | None
    is_by_text: bool
    region: str
    addresses: tuple[str, ...] | None
    query_id: str
    ending: Ending
    listed: tuple[AccessRule, ...]

    def cause(self) -> str:
        """The value of a ``Refusal``, or the name of another cause."""
        refusal = self.refusal
        if self.ending.is_elsewhere:
            return self.tool.cause if self.tool else OTHER_SERVICE
        if refusal is Refusal.NO_HEADER and _KEY_HEADER in self.error.text:
            return NO_CONSUMER_KEY.cause
        if refusal in _BY_REGION and self._is_elsewhere():
            return WRONG_REGION
        if refusal in _BY_ZONE and _EMPTY.search(self.path):
            return EMPTY_NAME
        if self._is_by_method():
            return NO_METHOD
        if refusal is Refusal.NOT_FOUND and not any(check.operation for check in self.checks):
            return Refusal.NO_ROUTE if self.path else refusal
        return self._cause_of_known_route()

    def _is_by_method(self) -> bool:
        """Whether the method is behind the refusal: no rule has it, or not the route."""
        if self.method_without_rules:
            return self.refusal in _BY_METHOD or (
                CAUSES_OF_STATUSES.get(self.error.status) == METHOD_NOT_TAKEN
            )
        known = {check.method for check in self.checks if self.catalogue.with_methods(check.method)}
        is_unknown = bool(self.checks) and not known
        return self.refusal in _BY_METHOD and (is_unknown or bool(self.other_methods()))

    def _cause_of_known_route(self) -> str:
        """The cause, where the route is one that may be called so, or none is told."""
        refusal = self.refusal
        if (refusal in _BY_ZONE or self._is_silent) and self._is_wrong_zone():
            return WRONG_ZONE
        if refusal is None and (cause := self._cause_by_tool()):
            return cause
        if refusal is None and self.tool is None and (cause := self._cause_without_words()):
            return cause
        if refusal in {Refusal.RULES, Refusal.FORBIDDEN, None} and self.checks:
            return self._with_its_message(self._cause_by_rules(refusal))
        if refusal is Refusal.NOT_FOUND and zones.probed_zone(self.path):
            return Refusal.NO_SERVICE
        if refusal is Refusal.BAD_REQUEST and self._sends_nothing():
            return SIGNATURE_OR_CLOCK
        return self._with_its_message(refusal or UNKNOWN)

    def _with_its_message(self, cause: str) -> str:
        return OTHER_REASON if cause == Refusal.FORBIDDEN and self.error.message else cause

    def _cause_by_tool(self) -> str:
        """What the tool says or lists; "" where it tells nothing but a call."""
        if self.listed:
            return Refusal.RULES
        return self.tool.cause if self.tool and self.tool.call is None else ""

    def _is_wrong_zone(self) -> bool:
        zone = zones.zone_of(self.path)
        is_short = zones.is_cut_short(zone, self.error.text, self.rules or ())
        return is_short or zones.is_no_zone(zone) or bool(self.zone_with_rules())

    def zone_with_rules(self) -> str:
        """The zone above that in the path, where the key's rules allow the call there alone."""
        denied = [check.method for check in self.checks if not check.is_granted]
        is_missing = len(denied) == len(self.checks) and self.refusal is not Refusal.NO_SERVICE
        held = self.rules if is_missing else None
        return zones.parent_with_rules(self.path, denied, held or ())

    def _sends_nothing(self) -> bool:
        """Whether the call sends nothing but its signature that could be refused, and OVHcloud's
        words are not told."""
        are_reads = all(
            check.method is Method.GET and check.operation and not check.operation.is_open
            for check in self.checks
        )
        is_told = _TOLD.search(self.error.text) is not None
        return bool(self.checks) and are_reads and not is_told

    @property
    def _is_silent(self) -> bool:
        """Whether neither OVHcloud nor a tool says anything that is known."""
        is_fine = self.error.is_fine or self.ending.is_answered
        return not (self.refusal or self.tool or self.error.status or is_fine)

    def _cause_without_words(self) -> str:
        """The cause where a status or nothing is told of the call; "" where its rules decide."""
        if self.ending.is_answered:
            return ANSWERED
        if self.error.is_foreign and not any(check.operation for check in self.checks):
            return OTHER_SERVICE if self.error.status or self.error.is_failure else UNKNOWN
        if cause := CAUSES_OF_STATUSES.get(self.error.status, ""):
            return NO_METHOD if cause == METHOD_NOT_TAKEN and self.other_methods() else cause
        if self.error.is_fine:
            return NOT_REFUSED
        if self.error.status:
            return UNKNOWN
        if not self.error.is_failure:
            return NO_REFUSAL if self.checks else UNKNOWN
        if names_no_reason(self.error.text):
            return UNKNOWN
        return "" if any(check.operation for check in self.checks) else UNKNOWN

    def _cause_by_rules(self, refusal: Refusal | None) -> str:
        if all(check.is_granted and not check.rule for check in self.checks):
            return NO_RULE_NEEDED
        if self.rules is None:
            return refusal or Refusal.RULES
        if any(not check.is_granted for check in self.checks):
            return Refusal.RULES
        return Refusal.FORBIDDEN if refusal is Refusal.FORBIDDEN else ALLOWED

    def _is_elsewhere(self) -> bool:
        """Whether the call went to a region that is not the key's."""
        regions = self.error.regions
        return bool(regions) and self.region in _REGIONS and self.region not in regions

    def other_methods(self) -> list[str]:
        """The methods of the route, where it has none of those that the call may have had."""
        is_known = any(check.operation for check in self.checks)
        if is_known or not (self.checks or self.method_without_rules):
            return []
        operations = self.catalogue.operations_at(self.path)
        return sorted({operation.method.value for operation in operations})
