"""What the rights builder shows of a draft, worked out once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from credentials import catalogue as known
from credentials import conf
from credentials.catalogue import Catalogue
from credentials.endpoints import Endpoint
from credentials.rights import AccessRule, render_lines, to_api
from dashboard.forms.rights import finding
from dashboard.forms.rights.browsing import Place
from dashboard.forms.rights.draft import Draft
from dashboard.forms.rights.effect import Effect
from dashboard.forms.rights.finding import Found, Taking
from dashboard.forms.rights.policy import PolicyDraft
from dashboard.forms.rights.refusal import Refused, explain
from dashboard.forms.rights.rows import PREFIX, Row
from dashboard.forms.rights.tools import GROUPS
from dashboard.forms.rights.verdict import Answer, judge


@dataclass(frozen=True, slots=True)
class Page:
    """The createToken page of one endpoint, filled in."""

    label: str
    url: str


class Desk:
    """``rows prefix recipe groups`` to edit; ``rules effect answer …`` to read."""

    prefix = PREFIX
    groups = GROUPS
    blank_row = Row()

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.rules: tuple[AccessRule, ...] = draft.rules
        self.recipe = draft.recipe
        self.rows: Sequence[Row] = draft.rows or (Row(),)

    @property
    def rows_beyond(self) -> list[tuple[Row, int]]:
        """Each row, with how many operations more there are below it."""
        found = known.beyond(self.effect.reach, [row.rules for row in self.rows])
        return list(zip(self.rows, found, strict=True))

    @property
    def total(self) -> int:
        """The number of rows the form counts, holes included."""
        return max(row.place for row in self.rows) + 1

    @cached_property
    def refused(self) -> Refused:
        """Why the call in a pasted error was refused."""
        return explain(self.rules, self.draft.refusal)

    @cached_property
    def catalogue(self) -> Catalogue:
        return finding.catalogue()

    @cached_property
    def found(self) -> Found:
        """What the search found."""
        return finding.find(self.draft.search, with_deprecated=self.draft.with_deprecated)

    @cached_property
    def place(self) -> Place:
        """The place of the API that is looked at."""
        return Place(self.draft.at, self.effect.reach)

    @cached_property
    def taking(self) -> Taking | None:
        """The operation that is open."""
        return finding.taking(self.draft.opened, self.draft.values)

    @cached_property
    def effect(self) -> Effect:
        return Effect(self.catalogue, self.rules)

    @cached_property
    def answer(self) -> Answer:
        """What the rules say to the call asked about."""
        return judge(self.rules, self.draft.call)

    @property
    def pages(self) -> list[Page]:
        """The createToken page of every endpoint with the rules filled in."""
        return [Page(one.label, token_page(one, self.rules)) for one in conf.endpoints().values()]

    @property
    def as_json(self) -> str:
        """The ``accessRules`` of a request, for tools that take them."""
        return json.dumps({"accessRules": to_api(self.rules)}, indent=2, ensure_ascii=False)

    @cached_property
    def policy(self) -> PolicyDraft:
        """The same as an IAM policy, for a service account."""
        return PolicyDraft(self.catalogue, self.rules)

    @property
    def as_lines(self) -> str:
        return render_lines(self.rules)


def token_page(endpoint: Endpoint, rules: Sequence[AccessRule]) -> str:
    """The endpoint's createToken page with the rules filled in."""
    return endpoint.create_token_url([(rule.method.value, rule.path) for rule in rules])
