"""What rules reach, worked out once for all keys that have the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from credentials.core import Sentence
from credentials.rights import (
    AccessRule,
    Catalogue,
    LintRemark,
    Risk,
    joined_sentences,
    lint_against_catalogue,
    reach,
    risks,
)

_MOST_KEPT = 1024


@dataclass(frozen=True, slots=True)
class RightsJudgement:
    """``risks`` and ``remarks`` by their codes; ``bits`` are the operations reached."""

    risks: Mapping[str, tuple[Risk, ...]]
    remarks: Mapping[str, tuple[LintRemark, ...]]
    bits: int

    def sentence(self, code: str) -> Sentence | None:
        """All that the risks of the code say, as one; None where there is none."""
        own = self.risks.get(code)
        return joined_sentences(risk.sentence for risk in own) if own else None


@lru_cache(maxsize=_MOST_KEPT)
def judge(catalogue: Catalogue, rules: tuple[AccessRule, ...], on: date) -> RightsJudgement:
    """What the rules reach at that day, with the risks and remarks that follow."""
    by_code: dict[str, list[Risk]] = {}
    for risk in risks(catalogue, rules, on=on):
        by_code.setdefault(risk.code, []).append(risk)
    remarks: dict[str, list[LintRemark]] = {}
    for remark in lint_against_catalogue(catalogue, rules, on=on):
        remarks.setdefault(remark.code, []).append(remark)
    return RightsJudgement(
        MappingProxyType({code: tuple(own) for code, own in by_code.items()}),
        MappingProxyType({code: tuple(own) for code, own in remarks.items()}),
        reach(catalogue, rules, on=on).bits,
    )
