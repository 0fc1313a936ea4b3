"""Why a call was refused: what the page of the explanation shows, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from credentials import rights
from credentials.core import RuleError, Sentence, scrub_pasted
from credentials.models import Account
from credentials.rights import AccessRule, RefusalExplanation
from dashboard.pages.chosen_key import MOST_CHOICES, ChosenKey, KeyChoice, choices
from dashboard.rights_builder import CapableKeys, Draft, Region, add_rules, region_of

_WITHOUT_REFUSAL = frozenset(("answered", "no-refusal", "not-refused", "unknown"))
_RIGHTS = frozenset(("rules", "forbidden", "no-refusal"))
#: The key itself is at fault, or how it is used: a good one helps, and more rights do not.
_OF_KEYS = frozenset(
    (
        "address",
        "allowed",
        "application-key",
        "credential-not-valid",
        "missing-values",
        "no-consumer-key",
        "no-header",
        "no-rule-needed",
        "not-signed-in",
        "signature",
        "signature-or-clock",
        "token-expired",
        "token-refused",
        "two-kinds",
        "unknown-credential",
        "wrong-region",
    )
)
_NOTHING = Sentence("")


@dataclass(frozen=True, slots=True)
class Blank:
    """A name that the text does not tell, with what was typed for it."""

    name: str
    value: str


class RefusalPage:
    """``text`` as it may be shown again; ``key`` is the chosen one, None: none is. Keys to choose
    from have the words of ``search``."""

    def __init__(
        self,
        text: str,
        key: ChosenKey | None,
        *,
        accounts: QuerySet[Account],
        names: Mapping[str, str],
        search: str,
    ) -> None:
        self.key = key
        self.search = search
        self._text = text
        self._accounts = accounts
        self._names = names

    @cached_property
    def text(self) -> str:
        return scrub_pasted(self._text)

    @property
    def is_redacted(self) -> bool:
        """Whether something in the text looked like a secret."""
        return self.text != self._text

    @cached_property
    def choices(self) -> list[KeyChoice]:
        """The keys to choose from, the chosen one among them whatever is searched for."""
        listed = self._found[:MOST_CHOICES]
        if self.key and self.key.value not in {choice.value for choice in listed}:
            return [KeyChoice(self.key.value, f"{self.key.name} · {self.key.account}"), *listed]
        return listed

    @property
    def has_more_keys(self) -> bool:
        """Whether there are more keys with these words than are listed."""
        return len(self._found) > MOST_CHOICES

    @cached_property
    def _found(self) -> list[KeyChoice]:
        return choices(self._accounts, self.search)

    @cached_property
    def region(self) -> Region:
        return region_of(self.key.account if self.key else None, self._accounts[:1])

    @cached_property
    def explanation(self) -> RefusalExplanation | None:
        """None where nothing was pasted, or the ``problem`` says why."""
        return self._explained[0]

    @property
    def problem(self) -> Sentence:
        return self._explained[1]

    @cached_property
    def _explained(self) -> tuple[RefusalExplanation | None, Sentence]:
        if not self._text.strip():
            return None, _NOTHING
        try:
            explanation = rights.explain_refusal(
                self.region.catalogue,
                self._text,
                self.key.rules if self.key else None,
                region=self.key.account.endpoint if self.key else "",
                addresses=self.key.addresses if self.key else None,
                names=self._names,
            )
        except RuleError as error:
            return None, error.sentence
        return explanation, _NOTHING

    @property
    def is_of_rights(self) -> bool:
        """Whether another key helps."""
        return self.explanation is not None and self.explanation.cause in _RIGHTS

    @property
    def is_without_refusal(self) -> bool:
        """Whether the text tells of no refusal, so that nothing can be said of keys."""
        return self.explanation is not None and self.explanation.cause in _WITHOUT_REFUSAL

    @property
    def is_of_keys(self) -> bool:
        """Whether the key itself is at fault, not its rights."""
        return self.explanation is not None and self.explanation.cause in _OF_KEYS

    @property
    def blanks(self) -> list[Blank]:
        blanks = self.explanation.blanks if self.explanation else ()
        return [Blank(name, self._names.get(name, "")) for name in blanks]

    @property
    def cure(self) -> Sequence[AccessRule]:
        """The rules of a key that may make the call; none while a name is open."""
        return self.explanation.request if self.explanation and not self.blanks else ()

    @property
    def builder_url(self) -> str:
        """The rights builder with the cure; "" where no address holds it."""
        draft = self._draft
        query = draft.as_query() if draft else ""
        fits = draft is not None and draft.fits_an_address
        return f"{reverse('rights:builder')}?{query}" if query and fits else ""

    @property
    def rule_words(self) -> list[str]:
        """The cure as the form sends it back."""
        return self._draft.words if self._draft else []

    @cached_property
    def _draft(self) -> Draft | None:
        if not self.cure:
            return None
        draft = add_rules(Draft(account=str(self.key.account.pk) if self.key else ""), self.cure)
        return None if draft.troubles else draft

    @cached_property
    def capable_keys(self) -> CapableKeys:
        """The keys that can make the call today."""
        checks = self.explanation.checks if self.explanation and self.is_of_rights else ()
        return CapableKeys(self._accounts, checks)
