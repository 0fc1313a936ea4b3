"""What the rights builder shows of a draft, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from credentials import ovhcloud, rights
from credentials.core import RuleError, Sentence, scrub_pasted
from credentials.ovhcloud import Endpoint, Login
from credentials.rights import NOTATIONS, AccessRule, Catalogue, Notation
from dashboard.rights_builder import search
from dashboard.rights_builder.browsing import BrowsedPath
from dashboard.rights_builder.call_check import CallAnswer, answer_call
from dashboard.rights_builder.draft import Draft
from dashboard.rights_builder.effect import Effect
from dashboard.rights_builder.pasted_text import PastedText
from dashboard.rights_builder.policy import PolicyDraft
from dashboard.rights_builder.reached_operations import ReachedOperations
from dashboard.rights_builder.rows import PREFIX, Row
from dashboard.rights_builder.rows_page import RowsPage
from dashboard.rights_builder.search import OpenedOperation, SearchHits
from dashboard.rights_builder.tool_calls import LearnedAnswer, answer_calls
from dashboard.rights_builder.tools import GROUPS


@dataclass(frozen=True, slots=True)
class TokenPage:
    """The createToken page of one endpoint, filled in."""

    label: str
    url: str


class BuilderPage:
    """``page prefix recipe groups`` to edit; ``rules effect answer …`` to read."""

    prefix = PREFIX
    groups = GROUPS
    blank_row = Row()

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.rules: tuple[AccessRule, ...] = draft.rules
        self.recipe = draft.recipe
        self.page = RowsPage(draft.rows, draft.page)

    @property
    def rows_with_more(self) -> list[tuple[Row, int]]:
        """Each row of the page, with how many operations more there are below it."""
        counts = rights.additional_counts_below(
            self.effect.reach, [row.rules for row in self.page.rows]
        )
        return list(zip(self.page.rows, counts, strict=True))

    @cached_property
    def log_answer(self) -> LearnedAnswer:
        """The smallest rules for the calls in a pasted log."""
        return answer_calls(self.catalogue, self.draft.log)

    @cached_property
    def catalogue(self) -> Catalogue:
        return self.draft.catalogue

    @cached_property
    def search_results(self) -> SearchHits:
        """What the search found."""
        return search.search_operations(self.catalogue, self.draft.search, with_deprecated=True)

    @cached_property
    def browsed(self) -> BrowsedPath:
        """The place of the API that is looked at."""
        return BrowsedPath(self.draft.at, self.effect.reach)

    @cached_property
    def opened(self) -> OpenedOperation | None:
        """The operation that is open."""
        return search.opened_operation(self.catalogue, self.draft.opened, self.draft.values)

    @cached_property
    def read_text(self) -> PastedText | None:
        """What a text that was pasted just now gave; None of far too long a one."""
        if not self.draft.read_text:
            return None
        try:
            return PastedText(self.draft.read_text)
        except RuleError:
            return None

    @property
    def pasted(self) -> str:
        """The pasted text as it may be shown again."""
        return scrub_pasted(self.draft.pasted)

    @cached_property
    def offer(self) -> Sentence:
        """Whether the region offers what the rules are for."""
        return self.draft.region.offer(self.rules)

    @cached_property
    def reached(self) -> ReachedOperations:
        """The operations that the rules reach, the page that is open."""
        return ReachedOperations(self.effect.reach, self.draft.listed)

    @cached_property
    def effect(self) -> Effect:
        return Effect(self.catalogue, self.rules)

    @cached_property
    def answer(self) -> CallAnswer:
        """What the rules say to the call asked about."""
        return answer_call(self.catalogue, self.rules, call=self.draft.call)

    @property
    def token_pages(self) -> list[TokenPage]:
        """The createToken pages of every endpoint with the rules filled in."""
        return [
            page
            for endpoint in ovhcloud.endpoints().values()
            for page in _token_pages(endpoint, self.rules)
        ]

    @property
    def notations(self) -> list[tuple[Notation, str]]:
        """The rules as code, in every notation."""
        endpoint = ovhcloud.endpoints().get(self.draft.region.endpoint)
        root = {"api_root": endpoint.api_root} if endpoint else {}
        return [(notation, notation.text(self.rules, **root)) for notation in NOTATIONS]

    @cached_property
    def policy(self) -> PolicyDraft:
        """The same as an IAM policy, for a service account."""
        return PolicyDraft(self.draft.region, self.rules)


def _token_pages(endpoint: Endpoint, rules: Sequence[AccessRule]) -> Iterator[TokenPage]:
    yield TokenPage(endpoint.label, token_page(endpoint, rules))
    if endpoint.has_user_pages:
        label = gettext("%(region)s, as a sub-user") % {"region": endpoint.label}
        yield TokenPage(label, token_page(endpoint, rules, login=Login.USER))


def token_page(
    endpoint: Endpoint, rules: Sequence[AccessRule], *, login: Login = Login.CUSTOMER
) -> str:
    """The endpoint's createToken page with the rules filled in."""
    pairs = [(rule.method.value, rule.path) for rule in rules]
    return endpoint.create_token_url(pairs, login=login)
