"""What another list of rules changes: the rules themselves, the operations reached, the risks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from credentials.catalogue.catalogue import Catalogue
from credentials.catalogue.reach import Reach, reach
from credentials.catalogue.risks import Risk, risks
from credentials.rights import AccessRule, Edits, edits

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``gained`` and ``lost`` are operations; ``new_risks`` are new or graver than they were,
    ``ended_risks`` there no longer."""

    rules: Edits
    gained: Reach
    lost: Reach
    new_risks: tuple[Risk, ...]
    ended_risks: tuple[Risk, ...]

    @property
    def is_exact(self) -> bool:
        """Not where rules were too tangled to follow: then what is gained and lost is a guess."""
        return self.gained.is_exact


def compare(
    catalogue: Catalogue, old: Sequence[AccessRule], new: Sequence[AccessRule]
) -> Comparison:
    before, after = reach(catalogue, old), reach(catalogue, new)
    is_exact = before.is_exact and after.is_exact
    feared, fearing = _by_place(risks(catalogue, old)), _by_place(risks(catalogue, new))
    return Comparison(
        rules=edits(old, new),
        gained=Reach(catalogue, after.bits & ~before.bits, is_exact=is_exact),
        lost=Reach(catalogue, before.bits & ~after.bits, is_exact=is_exact),
        new_risks=tuple(fearing[place] for place in fearing if _is_graver(place, feared, fearing)),
        ended_risks=tuple(feared[place] for place in feared if place not in fearing),
    )


def _by_place(found: Iterable[Risk]) -> dict[Place, Risk]:
    return {(risk.code, risk.product): risk for risk in found}


def _is_graver(place: Place, before: Mapping[Place, Risk], after: Mapping[Place, Risk]) -> bool:
    known, now = before.get(place), after[place]
    return known is None or (now != known and now.count >= known.count)
