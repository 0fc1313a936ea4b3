"""Pages are light: compressed on their way, with files that stay; not so where secrets may be."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from credentials.models import Account, ConsumerKey, LiveCredential
from tests.people import Browser

MOST = 60_000
PACKED = {"Accept-Encoding": "gzip"}
RULES = [{"method": "GET", "path": f"/domain/zone/example.com/{number}"} for number in range(9)]


def _packed(path: str) -> int:
    file = finders.find(path)
    assert isinstance(file, str)
    return len(gzip.compress(Path(file).read_bytes()))


@pytest.mark.parametrize("name", ["overview:home", "live:list", "vault:list", "rights:builder"])
def test_the_first_page_and_all_it_loads_stay_below_sixty_kilobytes(
    browser_of_alice: Browser, account: Account, name: str
) -> None:
    now = timezone.now()
    for number in range(50):
        LiveCredential.objects.create(
            account=account, credential_id=number, rules=RULES, first_seen_at=now
        )
    answer = browser_of_alice.get(reverse(name), headers=PACKED)
    page = gzip.decompress(answer.content).decode()
    loaded = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page))
    assert len(loaded) > 15
    assert len(answer.content) + sum(map(_packed, loaded)) <= MOST


def test_an_answer_that_nobody_may_store_has_its_own_length(
    browser_of_alice: Browser, consumer_key: ConsumerKey
) -> None:
    shown = browser_of_alice.post(reverse("vault:reveal", args=[consumer_key.pk]), headers=PACKED)
    assert "no-store" in shown["Cache-Control"]
    assert not shown.has_header("Content-Encoding")
