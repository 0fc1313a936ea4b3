"""Which call a program makes, as its language reads it: method, path and body."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from credentials.onboarding.formats.syntax import APOSTROPHES, ESCAPED, Syntax
from tests.credentials.onboarding.formats.readers import run_tool

Called = tuple[str, str, object]


def by_python(text: str) -> Called:
    (call,) = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "client.call"
    )
    method, path, *bodies = call.args
    calls = [body for body in bodies if isinstance(body, ast.Call)]
    assert calls == bodies
    said = json.loads(ast.literal_eval(calls[0].args[0])) if calls else None
    return ast.literal_eval(method), ast.literal_eval(path), said


def by_node(text: str) -> Called:
    sdk = """
    const said = async (...call) => { process.stdout.write(JSON.stringify(call)) };
    const program = require("fs").readFileSync(0, "utf8");
    const console = { log() {}, error() {} };
    new Function("require", "console", program)(() => () => ({ requestPromised: said }), console);
    """
    method, path, *body = json.loads(run_tool(["node", "-e", sdk], given=text))
    return method, path, body[0] if body else None


def by_perl(text: str) -> Called:
    module = r"""
    package OvhApi; use JSON::PP;
    sub new { bless {}, shift }
    sub AUTOLOAD { my ($self, %given) = @_; our $AUTOLOAD;
      return if $AUTOLOAD =~ /DESTROY/;
      my @said = (uc($AUTOLOAD =~ s/.*:://r), $given{path}, $given{body});
      print JSON::PP->new->utf8->encode(\@said); close STDOUT; exit 0 }
    1;
    """
    with TemporaryDirectory() as folder:
        Path(folder, "OvhApi.pm").write_text(module)
        said = run_tool(["perl", f"-I{folder}", "-"], given=text)
    method, path, body = json.loads(said)
    return method, path, body


def _by_pattern(call: str, syntax: Syntax) -> Callable[[str], Called]:
    """``call`` is a pattern with the method first, then the literals of the path and of JSON."""

    def read(text: str) -> Called:
        match = re.search(call.replace("TEXT", f"({syntax.literal})"), text)
        assert match is not None
        method, path, body = match.groups()
        return (
            method.upper(),
            syntax.unquote(path),
            json.loads(syntax.unquote(body)) if body else None,
        )

    return read


#: Read by what runs the tests.
CALLED: Final[Mapping[str, Callable[[str], Called]]] = {
    "python": by_python,
    "go": _by_pattern(r"client\.(\w+)\(TEXT, (?:json\.RawMessage\(TEXT\), )?&answer\)", ESCAPED),
    "php": _by_pattern(r"\$ovh->(\w+)\(TEXT(?:, json_decode\(TEXT\))?\)", APOSTROPHES),
    "csharp": _by_pattern(r"client\.(\w+)Async\(TEXT(?:, JsonNode\.Parse\(TEXT\))?\)", ESCAPED),
}
#: Read by a program that not every machine has.
CALLED_WITH: Final[Mapping[str, tuple[str, Callable[[str], Called]]]] = {
    "node": ("node", by_node),
    "perl": ("perl", by_perl),
}
