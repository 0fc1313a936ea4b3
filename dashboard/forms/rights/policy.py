"""The rules as drafts of IAM policies, for a service account that is to do the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property

from credentials import catalogue as known
from credentials.catalogue import Action, Catalogue, Grantee, Operation, Translation
from credentials.rights import AccessRule

_GRANTEE = Grantee(name="from-keydesk", identity="<identity>", account="<account>")
_WIDEST = 1_500
_MOST = 8


class PolicyDraft:
    """``as_json`` to post to ``/v2/iam/policy``; what the draft allows beyond the rules, and what
    no policy can. Rules that reach too much are not drafted: a policy for them would be no gain.
    """

    def __init__(self, catalogue: Catalogue, rules: Sequence[AccessRule]) -> None:
        self._catalogue = catalogue
        self._rules = rules

    @cached_property
    def is_too_wide(self) -> bool:
        return len(known.reach(self._catalogue, self._rules)) > _WIDEST

    @cached_property
    def _translation(self) -> Translation:
        return known.translate(self._catalogue, self._rules)

    @property
    def actions(self) -> tuple[Action, ...]:
        return self._translation.actions

    @property
    def beyond(self) -> list[Action]:
        """Actions that allow more than the rules do, the first few."""
        return [one for one in self.actions if one.beyond][:_MOST]

    @property
    def without(self) -> tuple[Operation, ...]:
        """Operations that no policy allows, the first few."""
        return self._translation.without[:_MOST]

    @property
    def unsaid(self) -> int:
        return len(self._translation.without) - len(self.without)

    @property
    def as_json(self) -> str:
        drafts = known.policies(self._translation, _GRANTEE)
        return json.dumps(drafts[0] if len(drafts) == 1 else drafts, indent=2, ensure_ascii=False)
