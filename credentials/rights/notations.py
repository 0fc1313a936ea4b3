"""Rules as code: in the notations of the SDKs and of tools. ``reading`` reads every one back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from credentials.core import API_HOSTS
from credentials.rights.rule import AccessRule, rules_to_api
from credentials.rights.rule_text import render_rules

#: Where a key is asked for, when no region is chosen: Europe.
_FIRST_API: Final = f"https://{API_HOSTS[0].host}/1.0"

_Print = Callable[[Sequence[AccessRule], str], str]


@dataclass(frozen=True, slots=True)
class Notation:
    """One way to write rules; ``name`` is what people call it, ``slug`` names it in a page."""

    slug: str
    name: str
    write: _Print

    def text(self, rules: Iterable[AccessRule], *, api_root: str = _FIRST_API) -> str:
        """The rules in this notation; ``api_root`` is where the key would be asked for."""
        return self.write(tuple(rules), api_root)


def _json(rules: Sequence[AccessRule], _: str) -> str:
    return json.dumps({"accessRules": rules_to_api(rules)}, indent=2, ensure_ascii=False)


def _lines(rules: Sequence[AccessRule], _: str) -> str:
    return render_rules(rules)


def _python(rules: Sequence[AccessRule], _: str) -> str:
    adding = [f"key_request.add_rule({_quoted_pair(rule)})" for rule in rules]
    return _joined(["key_request = client.new_consumer_key_request()", *adding])


def _php(rules: Sequence[AccessRule], _: str) -> str:
    listed = [f"    ['method' => {_php_pair(rule)}]," for rule in rules]
    return _joined(["$accessRules = [", *listed, "];"])


def _php_pair(rule: AccessRule) -> str:
    return f"{_single(rule.method)}, 'path' => {_single(rule.path)}"


def _node(rules: Sequence[AccessRule], _: str) -> str:
    listed = [
        f"  {{ method: {_single(rule.method)}, path: {_single(rule.path)} }}," for rule in rules
    ]
    return _joined(["const accessRules = [", *listed, "];"])


def _go(rules: Sequence[AccessRule], _: str) -> str:
    adding = [f"keyRequest.AddRule({_quoted_pair(rule)})" for rule in rules]
    return _joined(["keyRequest := client.NewCkRequest()", *adding])


def _curl(rules: Sequence[AccessRule], api_root: str) -> str:
    body = json.dumps({"accessRules": rules_to_api(rules)}, ensure_ascii=False).replace(
        "'", "'\\''"
    )
    return _joined(
        [
            "curl -X POST -H 'X-Ovh-Application: APPLICATION_KEY' \\",
            "  -H 'Content-Type: application/json' \\",
            f"  {api_root}/auth/credential \\",
            f"  -d '{body}'",
        ]
    )


def _hcl(rules: Sequence[AccessRule], _: str) -> str:
    listed = [
        f"  {{ method = {_quoted(rule.method)}, path = {_quoted(rule.path)} }}," for rule in rules
    ]
    return _joined(["access_rules = [", *listed, "]"])


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _quoted_pair(rule: AccessRule) -> str:
    return f"{_quoted(rule.method)}, {_quoted(rule.path)}"


def _quoted(text: str) -> str:
    return json.dumps(str(text), ensure_ascii=False)


def _single(text: str) -> str:
    inner = str(text).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{inner}'"


NOTATIONS: Final = (
    Notation("json", "JSON", _json),
    Notation("lines", "Lines", _lines),
    Notation("python", "Python", _python),
    Notation("php", "PHP", _php),
    Notation("node", "Node.js", _node),
    Notation("go", "Go", _go),
    Notation("curl", "curl", _curl),
    Notation("hcl", "HCL", _hcl),
)
