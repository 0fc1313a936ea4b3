"""What runs inside a Keydesk whose rights builder is measured: somebody types, the page answers."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator

from django.conf import settings
from django.test import Client
from django.urls import reverse

from benchmarks.rights import RULES
from credentials import teams
from credentials.audit import SYSTEM
from credentials.models import Person
from credentials.rights import TeamPolicy, parse_rules, rules_by_path

_TYPED = "/domain/zone/example{number}.com/*"


def preview(count: int) -> None:
    """Print what the previews of so many changes took, each through every middleware to the last
    byte of the page: milliseconds of the clock and of the processor, sorted."""
    browser = _signed_in()
    clock, processor = [], []
    for fields in _changes(count + 1):
        began, worked = time.perf_counter(), time.process_time()
        page = browser.post(reverse("rights:builder"), fields, secure=True).content.decode()
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - worked) * 1000)
        if 'id="effect"' not in page or "operations in" not in page:
            raise ArithmeticError("the page did not say what the rules reach")
    figures = {"clock": sorted(clock[1:]), "processor": sorted(processor[1:])}
    sys.stdout.write(f"{json.dumps(figures)}\n")


def _signed_in() -> Client:
    """An admin whose team has a policy, so that the rules are held against one."""
    admin = Person.objects.create_user("alice@example.com")
    team = teams.create_team("Harbour", admin=admin, actor=SYSTEM)
    teams.change_policy(team, TeamPolicy(forbids_whole_account=True), actor=SYSTEM)
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
    browser = Client(headers={"HX-Request": "true", "Host": host})
    browser.force_login(admin)
    return browser


def _changes(count: int) -> Iterator[dict[str, object]]:
    """The form as it is sent while its last row is typed. The first one warms the page up."""
    rows = rules_by_path(parse_rules(RULES))
    for number in range(count):
        shown = [*rows, (_TYPED.format(number=number), rows[-1][1])]
        fields: dict[str, object] = {"rules-TOTAL_FORMS": len(shown), "q": "zone record"}
        for place, (path, methods) in enumerate(shown):
            fields[f"rules-{place}-path"] = path
            fields[f"rules-{place}-methods"] = [str(method) for method in methods]
        yield fields
