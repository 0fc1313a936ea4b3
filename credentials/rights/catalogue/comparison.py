"""What another list of rules changes: the rules themselves, the operations reached, the risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.reach import Reach, reach
from credentials.rights.catalogue.risks import Risk, risks
from credentials.rights.edits import Edits, edits
from credentials.rights.rule import AccessRule

RiskKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RuleComparison:
    """``gained`` and ``lost`` are operations; ``new_risks`` are new or about more operations than
    before, ``ended_risks`` exist no longer."""

    rules: Edits
    gained: Reach
    lost: Reach
    new_risks: tuple[Risk, ...]
    ended_risks: tuple[Risk, ...]

    @property
    def is_exact(self) -> bool:
        """Not where rules were too complex to evaluate: then what is gained and lost is a guess."""
        return self.gained.is_exact


def compare_rules(
    catalogue: Catalogue, old: Sequence[AccessRule], new: Sequence[AccessRule]
) -> RuleComparison:
    """What changes from ``old`` to ``new``: rules, operations reached, risks, as of today."""
    before, after = reach(catalogue, old), reach(catalogue, new)
    is_exact = before.is_exact and after.is_exact
    old_risks, new_risks = _by_key(risks(catalogue, old)), _by_key(risks(catalogue, new))
    return RuleComparison(
        rules=edits(old, new),
        gained=Reach(catalogue, after.bits & ~before.bits, is_exact=is_exact),
        lost=Reach(catalogue, before.bits & ~after.bits, is_exact=is_exact),
        new_risks=tuple(
            new_risks[key] for key in new_risks if _is_more_severe(key, old_risks, new_risks)
        ),
        ended_risks=tuple(old_risks[key] for key in old_risks if key not in new_risks),
    )


def _by_key(risks: Iterable[Risk]) -> dict[RiskKey, Risk]:
    return {(risk.code, risk.product): risk for risk in risks}


def _is_more_severe(
    key: RiskKey, before: Mapping[RiskKey, Risk], after: Mapping[RiskKey, Risk]
) -> bool:
    known, now = before.get(key), after[key]
    return known is None or (now != known and now.count >= known.count)
