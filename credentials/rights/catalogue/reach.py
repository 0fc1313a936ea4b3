"""How far rules reach: how many operations, of which products, and what they do there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from credentials.core import Sentence, gettext_noop, ngettext_noop, say
from credentials.rights.catalogue.catalogue import Catalogue
from credentials.rights.catalogue.operation import Operation, OperationKind
from credentials.rights.catalogue.operation_products import key_of, name_of
from credentials.rights.catalogue.tree import mask
from credentials.rights.rule import AccessRule


@dataclass(frozen=True, slots=True)
class ProductReach:
    """The operations reached in one product. ``key``: the start of its paths; ``most``: the total
    of the product with the most operations, to draw bars to scale."""

    key: str
    name: Sentence
    counts: Mapping[OperationKind, int]
    total: int
    most: int

    @property
    def parts(self) -> list[tuple[OperationKind, int]]:
        """Each kind there is, in the order of the kinds, with its count."""
        return [(kind, count) for kind, count in self.counts.items() if count]


@dataclass(frozen=True, slots=True)
class Reach:
    """``bits`` are the operations that the rules are meant for and that can be called, ``gone``
    those whose announced end has passed, ``further`` what else a call of may be granted, where
    something has the name of a route (see ``tree``). Not ``is_exact`` where rules were too complex
    to evaluate: then it is an upper bound.
    """

    catalogue: Catalogue
    bits: int = field(repr=False)
    gone: int = field(default=0, repr=False)
    further: int = field(default=0, repr=False)
    is_exact: bool = True

    def __len__(self) -> int:
        return self.bits.bit_count()

    def count(self, kind: OperationKind) -> int:
        """How many operations of one kind are reached."""
        return (self.bits & self.catalogue.of_kind(kind)).bit_count()

    @property
    def counts(self) -> dict[OperationKind, int]:
        """How many operations of each kind, in all products together."""
        return {kind: self.count(kind) for kind in OperationKind}

    @property
    def deprecated(self) -> int:
        """How many of them OVHcloud advises against."""
        return (self.bits & self.catalogue.deprecated).bit_count()

    @property
    def by_product(self) -> list[ProductReach]:
        """One for each product with an operation reached, the longest first."""
        within = {
            key: own
            for key, every in self.catalogue.derived(product_masks).items()
            if (own := self.bits & every)
        }
        most = max((own.bit_count() for own in within.values()), default=0)
        products = [self._product_reach(key, own, most) for key, own in within.items()]
        return sorted(products, key=lambda product: (-product.total, product.key))

    def operations(self, *, product: str = "", most: int | None = None) -> tuple[Operation, ...]:
        """What is reached, in the order of paths: all, or that of one product."""
        chosen = self.bits
        if product:
            chosen &= self.catalogue.derived(product_masks).get(product, 0)
        return self.catalogue.operations_in(chosen, most=most)

    @property
    def sentence(self) -> Sentence:
        """The whole in one line: "412 operations in 7 products, 96 of them delete"."""
        total, products = len(self), len(self.by_product)
        values = {
            "total": total,
            "products": products,
            "deleting": self.count(OperationKind.DELETE),
        }
        if not total:
            return say(gettext_noop("No operation"))
        if total == 1:
            return say(gettext_noop("1 operation"))
        if products == 1:
            template = ngettext_noop(
                "%(total)s operations in 1 product, %(deleting)s of them deletes",
                "%(total)s operations in 1 product, %(deleting)s of them delete",
                by="deleting",
            )
        else:
            template = ngettext_noop(
                "%(total)s operations in %(products)s products, %(deleting)s of them deletes",
                "%(total)s operations in %(products)s products, %(deleting)s of them delete",
                by="deleting",
            )
        return say(template, **values)

    def _product_reach(self, key: str, own: int, most: int) -> ProductReach:
        counts = {kind: (own & self.catalogue.of_kind(kind)).bit_count() for kind in OperationKind}
        return ProductReach(key, name_of(key), counts, total=own.bit_count(), most=most)


def reach(catalogue: Catalogue, rules: Iterable[AccessRule], *, on: date | None = None) -> Reach:
    """The operations that the rules are meant for, together, as of ``on`` (today without one)."""
    bits, possible, is_exact = 0, 0, True
    for line in catalogue.reach_by_path(rules):
        bits |= line.bits
        possible |= line.possible & line.wanted
        is_exact = is_exact and line.is_exact
    gone = catalogue.gone(on)
    return Reach(catalogue, bits & ~gone, bits & gone, possible & ~bits & ~gone, is_exact)


def product_masks(catalogue: Catalogue) -> dict[str, int]:
    """The operations of each product, by the product's key."""
    places: dict[str, list[int]] = {}
    for number, operation in enumerate(catalogue.operations):
        places.setdefault(key_of(operation.segments), []).append(number)
    return {key: mask(own) for key, own in places.items()}
