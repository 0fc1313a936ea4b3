"""What a person does on the sandbox's pages, as a browser would send it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import requests


class Person(requests.Session):
    """Somebody with a browser who is signed in at the sandbox."""

    def __init__(self, url: str, identity: str) -> None:
        super().__init__()
        self.url = url
        self.trust_env = False
        self.post(f"{url}/sandbox/sign-in", data={"identity": identity})

    def answer(self, page: str, answer: str, *, validity: str = "86400") -> requests.Response:
        """Press Accept or Refuse on a validation page; the answer is not followed."""
        data = {"answer": answer, "validity": validity}
        return self.post(page, data=data, allow_redirects=False)


def shown(page: requests.Response, name: str) -> str:
    """The value that a result page shows as ``name``."""
    match = re.search(rf'id="{name}">([^<]+)<', page.text)
    assert match, f"{name} is not on {urlsplit(page.url).path}"
    return match[1]
