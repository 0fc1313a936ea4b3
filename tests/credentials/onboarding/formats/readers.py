"""Files as the languages' own readers read them: by the names that stand in the files."""

from __future__ import annotations

import ast
import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from configparser import RawConfigParser
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final

import pytest
import yaml

Reader = Callable[[str], Mapping[str, str]]
#: Reads many files with as few processes as it can.
ToolReader = Callable[[Sequence[str]], Sequence[Mapping[str, str]]]


def ini(text: str) -> Mapping[str, str]:
    """As the Python SDK reads its file: the section that the default one names."""
    parser = RawConfigParser()
    parser.read_string(text)
    endpoint = parser.get("default", "endpoint")
    return {"endpoint": endpoint, **dict(parser.items(endpoint))}


def ini_without_sections(text: str) -> Mapping[str, str]:
    parser = RawConfigParser()
    parser.read_string(f"[all]\n{text}")
    return dict(parser.items("all"))


def sourced(text: str, *, stray: Mapping[str, str] = MappingProxyType({})) -> Mapping[str, str]:
    """The variables of a shell that had ``stray`` ones set, and then read the text."""
    said = run_tool(["/bin/sh", "-c", f"set -a\n{text}\nset +a\nenv -0"], env=stray)
    pairs = (line.partition("=") for line in said.split("\0"))
    return {name: value for name, _, value in pairs if "OVH_" in name}


def piped(text: str) -> Mapping[str, str]:
    """What a script pipes into ``gh``, ``glab`` and ``pulumi``, by the last word after each."""
    record = 'record() { for last; do :; done; printf "%s=" "$last"; cat; printf "\\0"; }\n'
    named = "".join(f'{tool}() {{ record "$@"; }}\n' for tool in ("gh", "glab", "pulumi"))
    said = run_tool(["/bin/sh", "-c", record + named + text])
    pairs = (line.partition("=") for line in said.split("\0") if line)
    return {name.removeprefix("ovh:"): value for name, _, value in pairs}


def in_json(text: str) -> Mapping[str, str]:
    return _texts(json.loads(text))


def in_yaml(text: str) -> Mapping[str, str]:
    """Every text of all documents by its key; the last of the same name counts."""
    read: dict[str, str] = {}
    for document in yaml.load_all(text, _Unsafe):
        read |= _texts(document)
    return read


def in_python(text: str) -> Mapping[str, str]:
    (call,) = (
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ovh.Client"
    )
    return {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}


def in_node(texts: Sequence[str]) -> Sequence[Mapping[str, str]]:
    """The programs are run, one after the other; the SDK in its place says what it was given."""
    sdk = """
    const said = [];
    const sdk = () => (given) => (said.push(given), { requestPromised: async () => undefined });
    for (const program of JSON.parse(require("fs").readFileSync(0, "utf8")))
      new Function("require", "console", program)(sdk, { log() {}, error() {} });
    process.stdout.write(JSON.stringify(said));
    """
    return list(json.loads(run_tool(["node", "-e", sdk], given=json.dumps(texts))))


def in_perl(text: str) -> Mapping[str, str]:
    """The program is run; the module in its place says what it was given."""
    module = r"""
    package OvhApi; my @said;
    sub new { my ($class, %given) = @_; binmode STDOUT, ":utf8";
      print map { "$_=$given{$_}\0" } keys %given; close STDOUT; exit 0 }
    1;
    """
    with TemporaryDirectory() as folder:
        Path(folder, "OvhApi.pm").write_text(module)
        said = run_tool(["perl", f"-I{folder}", "-"], given=text)
    return dict(line.split("=", 1) for line in said.split("\0") if line)


def in_php(text: str) -> Mapping[str, str]:
    """The program is run; the class in its place says what it was given."""
    stand_in = """<?php namespace Ovh;
    class Api {
      function __construct(...$given) { self::say($given); }
      static function withOauth2(...$given) { self::say($given); }
      private static function say($given) { exit(json_encode($given)); }
    }
    """
    with TemporaryDirectory() as folder:
        Path(folder, "vendor").mkdir()
        Path(folder, "vendor", "autoload.php").write_text(stand_in)
        Path(folder, "first_call.php").write_text(text, newline="")
        said = run_tool(["php", "first_call.php"], cwd=folder)
    return {str(number): value for number, value in enumerate(json.loads(said))}


def in_hcl(text: str) -> Mapping[str, str]:
    """As Terraform reads variables of that file."""
    names = [line.split()[0] for line in text.splitlines()]
    with TemporaryDirectory() as folder:
        declared = "".join(f'variable "{name}" {{ type = string }}\n' for name in names)
        Path(folder, "variables.tf").write_text(declared)
        Path(folder, "ovh.auto.tfvars").write_text(text)
        read = ", ".join(f"{name} = var.{name}" for name in names)
        asked = f"base64encode(jsonencode({{{read}}}))\n"
        said = run_tool(["terraform", "console"], given=asked, cwd=folder)
    return dict(json.loads(base64.b64decode(said.strip().strip('"'))))


def in_go(texts: Sequence[str]) -> Sequence[Mapping[str, str]]:
    """The literals of each file's call, in order, as Go's own parser reads them."""
    program = """
    package main
    import ("encoding/json"; "go/ast"; "go/parser"; "go/token"; "os"; "strconv")
    func main() {
      all := [][]string{}
      for _, name := range os.Args[1:] { all = append(all, read(name)) }
      json.NewEncoder(os.Stdout).Encode(all)
    }
    func read(name string) []string {
      file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
      if err != nil { panic(err) }
      said := []string{}
      ast.Inspect(file, func(node ast.Node) bool {
        call, ok := node.(*ast.CallExpr)
        if !ok || len(call.Args) < 3 { return true }
        for _, arg := range call.Args {
          text, err := strconv.Unquote(arg.(*ast.BasicLit).Value)
          if err != nil { panic(err) }
          said = append(said, text)
        }
        return true
      })
      return said
    }
    """
    with TemporaryDirectory() as folder:
        Path(folder, "read.go").write_text(program)
        files = [Path(folder, f"{number}.go.txt") for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text)
        said = run_tool(["go", "run", "read.go", *(file.name for file in files)], cwd=folder)
    names = ("endpoint", "first", "second", "third")
    return [dict(zip(names, values, strict=False)) for values in json.loads(said)]


def one_by_one(read: Reader) -> ToolReader:
    """Where a program reads one file and ends."""
    return lambda texts: [read(text) for text in texts]


#: Of these a file is read by what every machine has that runs the tests.
READERS: Final[Mapping[str, Reader]] = {
    "ovh.conf": ini,
    "ovhcloud-cli": ini,
    "certbot": ini_without_sections,
    "shell": sourced,
    "lego": sourced,
    "acme.sh": sourced,
    "lexicon": sourced,
    "dotenv": sourced,
    "traefik": sourced,
    "pulumi": piped,
    "github": piped,
    "gitlab": piped,
    "dnscontrol": in_json,
    "octodns": in_yaml,
    "ansible": in_yaml,
    "kubernetes": in_yaml,
    "external-secrets": in_yaml,
    "external-dns": in_yaml,
    "cert-manager": in_yaml,
    "cert-manager-baarde": in_yaml,
    "python": in_python,
}
#: Of these by a program that not every machine has.
READERS_WITH: Final[Mapping[str, tuple[str, ToolReader]]] = {
    "node": ("node", in_node),
    "perl": ("perl", one_by_one(in_perl)),
    "php": ("php", one_by_one(in_php)),
    "terraform-tfvars": ("terraform", one_by_one(in_hcl)),
    "go": ("go", in_go),
}


#: The commands that call OVHcloud are run as people run them.
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="this machine has no curl")


def installed() -> dict[str, ToolReader]:
    """The readers of ``READERS_WITH`` that this machine can run."""
    return {name: read for name, (tool, read) in READERS_WITH.items() if shutil.which(tool)}


class _Unsafe(yaml.SafeLoader):
    """With Ansible's tag for a text that is no template."""

    def construct_unsafe(self, node: yaml.ScalarNode) -> str:
        return str(self.construct_scalar(node))


_Unsafe.add_constructor("!unsafe", _Unsafe.construct_unsafe)


def _texts(node: Any) -> dict[str, str]:
    """Every text in nested mappings and lists, by the key it stands under."""
    read: dict[str, str] = {}
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, str):
            read[str(key)] = value
        elif isinstance(value, dict | list):
            read |= _texts(value)
    return read


def run_tool(
    command: list[str],
    *,
    given: str = "",
    env: Mapping[str, str] | None = None,
    cwd: str | None = None,
) -> str:
    """What a tool says; it has to succeed."""
    done = subprocess.run(
        command, input=given.encode(), env=env, cwd=cwd, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
