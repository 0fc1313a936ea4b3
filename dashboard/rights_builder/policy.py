"""The rules as drafts of IAM policies, for a service account that is to do the same."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property

from credentials import rights
from credentials.rights import AccessRule, Grantee, IamAction, IamTranslation, Operation
from dashboard.rights_builder.region import Region

_WIDEST = 1_500
_MOST = 8


class PolicyDraft:
    """``as_json`` to post to ``/v2/iam/policy``; what the draft allows beyond the rules, and what
    no policy can. Rules that reach too much are not drafted: a policy for them would be no gain.
    """

    def __init__(self, region: Region, rules: Sequence[AccessRule]) -> None:
        self._catalogue = region.catalogue
        self._grantee = Grantee(
            name="from-keydesk",
            identity="<identity>",
            account="<account>",
            endpoint=region.endpoint,
        )
        self._rules = rules

    @cached_property
    def is_too_wide(self) -> bool:
        return len(rights.reach(self._catalogue, self._rules)) > _WIDEST

    @cached_property
    def _translation(self) -> IamTranslation:
        return rights.translate_to_iam(self._catalogue, self._rules)

    @property
    def actions(self) -> tuple[IamAction, ...]:
        return self._translation.actions

    @property
    def broader_actions(self) -> list[IamAction]:
        """Actions that allow more than the rules do, the first few."""
        return [action for action in self.actions if action.beyond][:_MOST]

    @property
    def uncovered_operations(self) -> tuple[Operation, ...]:
        """Operations that no policy allows, the first few."""
        return self._translation.without[:_MOST]

    @property
    def not_shown(self) -> int:
        return len(self._translation.without) - len(self.uncovered_operations)

    @property
    def as_json(self) -> str:
        drafts = rights.iam_policies(self._translation, self._grantee)
        return json.dumps(drafts[0] if len(drafts) == 1 else drafts, indent=2, ensure_ascii=False)
