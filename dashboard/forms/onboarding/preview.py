"""The addresses a key may be used from, as typed and as OVHcloud will keep them."""

from __future__ import annotations

from functools import cached_property

from credentials import addresses
from credentials.addresses import Address
from credentials.errors import InputError
from credentials.sentences import Sentence


class AddressPreview:
    """``rows`` for each address typed; ``blocks`` to send, or the ``problem`` with them."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def rows(self) -> tuple[Address, ...]:
        return addresses.read(self.text)

    @cached_property
    def problem(self) -> Sentence:
        try:
            addresses.blocks(self.rows)
        except InputError as error:
            return error.sentence
        return Sentence("")

    @property
    def blocks(self) -> tuple[str, ...]:
        """What OVHcloud keeps; of a list with a problem, the part that is right."""
        return tuple(row.block for row in self.rows if row.block)
