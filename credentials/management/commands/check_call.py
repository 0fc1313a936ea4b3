"""Whether rules allow a call, and which rule decides: for terminals and CI."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import ovhcloud, rights
from credentials.core import RuleError
from credentials.management.command_input import rules_of
from credentials.rights import CallCheck


class Command(BaseCommand):
    help = (
        "Say whether the rules of a file allow a call: granted or refused, and the rule that "
        "decides or is missing. Why, and which rule comes near, goes to standard error. Exit "
        "code 1: refused, not sure, or a file or a call that cannot be read."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 -- it reads a text and nothing else

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("call", metavar="CALL", help='such as "GET /me"')
        parser.add_argument("--rules", metavar="FILE", required=True, help="rules in any notation")
        parser.add_argument("--endpoint", default="ovh-eu", help="whose API; ovh-eu by default")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = rules_of(options["rules"], self.stderr)
        catalogue = ovhcloud.catalogue_of(options["endpoint"])
        try:
            checks = rights.check_call(catalogue, rules, options["call"])
        except RuleError as error:
            raise CommandError(str(error)) from None
        idle = [str(remark) for remark in rights.remarks_on_held(rules)]
        for check in checks:
            word = _word(check)
            deciding = f" by {check.rule}" if check.rule else ""
            missing = f"; missing: {check.missing}" if check.missing else ""
            self.stdout.write(f"{check.method} {check.path}: {word}{deciding}{missing}")
            if remark := _remark(check, idle):
                self.stderr.write(remark)
        sys.exit(0 if all(check.is_granted for check in checks) else 1)


def _word(check: CallCheck) -> str:
    if check.depends_on:
        return f"depends on {check.depends_on}"
    return "granted" if check.is_granted else "refused"


def _remark(check: CallCheck, idle: list[str]) -> str:
    """What is said besides: why no rule allows it, where ``idle`` does not tell, and what is not
    sure."""
    if check.rule:
        return str(check.doubt)
    is_told = any(remark in str(check.sentence) for remark in idle)
    return "" if is_told else f"{check.sentence} {check.doubt}".strip()
