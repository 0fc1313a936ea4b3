"""The addresses a key may be used from, as typed and as OVHcloud will keep them."""

from __future__ import annotations

from functools import cached_property

from credentials import rights
from credentials.core import InputError, Sentence
from credentials.rights import Address

_LONGEST = 20_000


class AddressPreview:
    """``rows`` for each address typed; ``blocks`` to send, or the ``problem`` with them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def answer(self) -> str | None:
        """The text to keep; none of one that cannot be a list of so few addresses."""
        return self.text if len(self.text) <= _LONGEST else None

    @cached_property
    def rows(self) -> tuple[Address, ...]:
        return rights.read_addresses(self.text)

    @cached_property
    def problem(self) -> Sentence:
        try:
            rights.address_blocks(self.rows)
        except InputError as error:
            return error.sentence
        return Sentence("")

    @property
    def cautions(self) -> list[Sentence]:
        """Who the list locks out; nothing of a list that cannot be sent."""
        return [] if self.problem else rights.address_cautions(self.blocks)

    @property
    def changed(self) -> tuple[Address, ...]:
        """The addresses that OVHcloud keeps otherwise than they were typed, or that give pause."""
        return tuple(row for row in self.rows if row.caution or (row.block and _is_other(row)))

    @property
    def blocks(self) -> tuple[str, ...]:
        """What OVHcloud keeps; of a list with a problem, the part that is right."""
        return tuple(row.block for row in self.rows if row.block)


def _is_other(row: Address) -> bool:
    """Whether more than the mask of a single address differs."""
    return row.block.partition("/")[0] != row.typed.partition("/")[0]
