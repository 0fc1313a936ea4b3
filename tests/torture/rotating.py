"""Rotations beside what is killed: each from a request to the end of the old key, in two parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from credentials.rights import is_frozen
from sandbox.app import Sandbox
from sandbox.demo_world import NIC_A
from sandbox.state.records import Credential
from tests.torture.instance import Broken

_MODULE: Final = "rotation_inside"
_DAY: Final = 86_400
_OVER: Final = "retired"


@dataclass(slots=True)
class Rotating:
    """``taken`` are the keys that a rotation is about: the old ones and their successors."""

    sandbox: Sandbox
    start: Callable[[str, str], Any]
    inside: Callable[[str, str], str]
    taken: set[int] = field(default_factory=set)
    open_old: int = 0
    ended: int = 0

    def begin(self, spared: Collection[int]) -> None:
        """The next part: another key is handed over to its successor, or a day passes."""
        if self.open_old:
            self.inside("go_on()", _MODULE)
        else:
            self._begin_another(spared)

    def hold(self, rotations: Sequence[tuple[int, int, str]], asked: set[int]) -> None:
        """What a rotation says of its keys is so at OVHcloud."""
        there = self.sandbox.world.credentials
        for old, successor, state in rotations:
            if successor not in there:
                raise Broken(f"the successor {successor} of {old} is gone")
            if (old in there) is (state == _OVER):
                raise Broken(f"the rotation of {old} is {state}, and the key is {old in there}")
            if state == "retiring" and not is_frozen(there[old].allowed_ips or ()):
                raise Broken(f"the rotation of {old} is {state}, and the key is not frozen")
            asked.update([old] if state == _OVER else [])
        self.open_old = next((old for old, _, state in rotations if state != _OVER), 0)
        self.ended = sum(state == _OVER for _old, _new, state in rotations)

    def _begin_another(self, spared: Collection[int]) -> None:
        old = next(each for each in self._usable() if each.id not in self.taken.union(spared))
        application = self.sandbox.world.applications[old.application_id]
        values = (application.key, application.secret, old.consumer_key)
        process = self.start(f"begin{values!r}", _MODULE)
        for line in process.stdout:
            word, _, rest = line.strip().partition(" ")
            if word == "page":
                self._accept(rest)
            elif word == "rotated":
                self._use(*map(int, rest.split()))
                process.communicate()
                return
        raise Broken(f"a rotation could not begin: {process.communicate()[0]}")

    def _usable(self) -> list[Credential]:
        """Keys that work from here, and do not end by themselves."""
        every = list(self.sandbox.world.credentials_of(NIC_A))
        works = [each for each in every if each.status == "validated" and not each.allowed_ips]
        return [each for each in works if each.expiration is None and each.id not in self.taken]

    def _accept(self, page: str) -> None:
        (token,) = parse_qs(urlsplit(page).query)["credentialToken"]
        credential = self.sandbox.world.credential_of_token(token)
        if credential is None:
            raise Broken(f"OVHcloud knows no key of {page}")
        self.sandbox.world.keep(replace(credential, status="validated", account=NIC_A))

    def _use(self, old: int, successor: int) -> None:
        """Programs use the successor from now on, and the old key no more."""
        self.taken |= {old, successor}
        self.open_old = old
        self.sandbox.world.last_use[successor] = time.time() + 600
        self.sandbox.world.last_use[old] = time.time() - 60 * _DAY
