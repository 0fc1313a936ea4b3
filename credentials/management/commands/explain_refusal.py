"""Why a call was refused, from an error or a log: for terminals and CI."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials import ovhcloud, rights
from credentials.core import RuleError
from credentials.management.command_input import rules_of, text_of
from credentials.rights import AccessRule, RefusalExplanation


class Command(BaseCommand):
    help = (
        "Say why OVHcloud refused a call, from the text of an error or a log: cause, call, the "
        "missing rules, the rules of a key that may make it (cure), what to do (advice), and the "
        "recipes that allow it."
    )
    requires_system_checks: list[str] = []  # noqa: RUF012 -- it reads a text and nothing else

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="a file, or - for standard input")
        parser.add_argument("--rules", metavar="FILE", help="the key's rules in any notation")
        parser.add_argument("--endpoint", default="ovh-eu", help="whose API; ovh-eu by default")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = rules_of(options["rules"], self.stderr) if options["rules"] else None
        catalogue = ovhcloud.catalogue_of(options["endpoint"])
        try:
            explanation = rights.explain_refusal(catalogue, text_of(options["file"]), rules)
        except RuleError as error:
            raise CommandError(str(error)) from None
        fields = _fields(explanation)
        if options["format"] == "json":
            self.stdout.write(json.dumps(fields, indent=2))
            return
        for name, value in fields.items():
            self.stdout.write(f"{name}: {value if isinstance(value, str) else ', '.join(value)}")


def _fields(explanation: RefusalExplanation) -> dict[str, str | list[str]]:
    """The documented fields: ``call`` is empty where the text names none."""
    calls = [f"{check.method} {check.path}" for check in explanation.checks]
    return {
        "cause": str(explanation.cause),
        "call": calls[0] if len(calls) == 1 else explanation.path,
        "missing": _lines(explanation.missing),
        "cure": _lines(explanation.request),
        "advice": _advice(explanation),
        "recipes": [str(recipe.title) for recipe in explanation.recipes],
        "warnings": [str(warning) for warning in explanation.warnings],
    }


def _advice(explanation: RefusalExplanation) -> str:
    sentences = explanation.sentence, explanation.doubt, explanation.next_step
    return " ".join(str(sentence) for sentence in sentences if sentence)


def _lines(rules: Iterable[AccessRule]) -> list[str]:
    return [str(rule) for rule in rules]
