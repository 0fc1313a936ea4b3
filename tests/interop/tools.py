"""The tools: where each is, how it gets there, and which version it is.

Python tools have an environment each under ``var/interop``, filled from
``requirements/interop.lock`` with its hashes; those of Node and Go come from their lock files;
Debian's are Debian's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.project_files import ROOT

_HOME = ROOT / "var" / "interop"
_LOCK = ROOT / "requirements" / "interop.lock"
_GO = ROOT / "tests" / "interop" / "go"
_NODE = ROOT / "tests" / "interop" / "node"


@dataclass(frozen=True, slots=True)
class PythonTool:
    """A package with an environment of its own; ``beside`` are the packages it works beside."""

    package: str
    command: str
    beside: tuple[str, ...] = ()

    @property
    def home(self) -> Path:
        return _HOME / self.package

    @property
    def program(self) -> Path:
        return self.home / "bin" / self.command

    def obstacle(self) -> str:
        """Why it cannot be run, or nothing."""
        return "" if self.program.exists() else f"{self.package} is not installed: make interop"

    def version(self) -> str:
        script = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"
        return _told([str(self.home / "bin" / "python"), "-c", script, self.package])

    def install(self) -> None:
        """Make the environment and fill it, hashes checked; quick when it is there."""
        uv = str(Path(sys.executable).with_name("uv"))
        made = [uv, "venv", "--quiet", "--no-config", "--no-project", "--allow-existing"]
        subprocess.run([*made, "--python", sys.executable, str(self.home)], check=True)
        filled = [uv, "pip", "install", "--quiet", "--no-config", "--constraint", str(_LOCK)]
        python = str(self.home / "bin" / "python")
        subprocess.run([*filled, "--python", python, self.package, *self.beside], check=True)


@dataclass(frozen=True, slots=True)
class NodeTool:
    """A package of Node, with everything it needs, in one folder."""

    package: str

    @property
    def modules(self) -> Path:
        return _HOME / "node" / "node_modules"

    @property
    def program(self) -> Path:
        return Path(shutil.which("node") or "node")

    def obstacle(self) -> str:
        """Why it cannot be run, or nothing."""
        if not shutil.which("node"):
            return "node is not installed: apt-get install nodejs npm"
        is_there = (self.modules / self.package).is_dir()
        return "" if is_there else f"{self.package} is not installed: make interop"

    def version(self) -> str:
        script = "console.log(require(process.argv[1]).version)"
        package = str(self.modules / self.package / "package.json")
        return _told([str(self.program), "-e", script, package])

    def install(self) -> None:
        """Fill the folder from the lock file, unless it is filled already."""
        if not shutil.which("npm") or not self.obstacle():
            return
        folder = self.modules.parent
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_NODE / name, folder)
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True, slots=True)
class DebianTool:
    """A package of Debian; installing it needs root and is left to who has it."""

    package: str
    command: str = ""

    @property
    def program(self) -> Path:
        return Path(shutil.which(self.command or self.package) or self.package)

    def obstacle(self) -> str:
        """Why it cannot be run, or nothing."""
        is_there = self.program.is_absolute()
        hint = f"{self.package} is not installed: apt-get install {self.package}"
        return "" if is_there else hint

    def version(self) -> str:
        """That of the package that the program on this machine came with."""
        if not shutil.which("dpkg-query"):
            return "?"
        program = str(self.program.resolve())
        owner = subprocess.run(
            ["dpkg-query", "--search", program], capture_output=True, text=True, check=False
        ).stdout.partition(":")[0]
        return _told(["dpkg-query", "--show", "--showformat=${Version}", owner]) if owner else "?"

    def install(self) -> None:
        """Nothing: see ``obstacle``."""


@dataclass(frozen=True, slots=True)
class GoTool:
    """A program of a few lines that does its job by a Go module, built where Go is on the machine.

    ``toolchain``: the version of Go that the module needs, if the machine's may be older. ``main``
    is the program within the module, where that is built instead.
    """

    package: str
    folder: str
    toolchain: str = ""
    main: str = "."

    @property
    def source(self) -> Path:
        return _GO / self.folder

    @property
    def program(self) -> Path:
        return _HOME / "go" / self.folder

    def obstacle(self) -> str:
        """Why it cannot be run, or nothing."""
        if not shutil.which("go"):
            return "go is not installed"
        return "" if self.program.exists() else f"{self.package} could not be built: make interop"

    def version(self) -> str:
        lines = (self.source / "go.mod").read_text().splitlines()
        named = (line.split() for line in lines if f"{self.package} v" in line)
        return next(words[words.index(self.package) + 1] for words in named)

    def install(self) -> None:
        """Build it by its lock file; a module that is not served leaves it out."""
        if not shutil.which("go") or self.program.exists():
            return
        toolchain = {"GOTOOLCHAIN": self.toolchain} if self.toolchain else {}
        built = ["go", "build", "-mod=readonly", "-o", str(self.program), self.main]
        subprocess.run(built, cwd=self.source, env={**os.environ, **toolchain}, check=False)


@dataclass(frozen=True, slots=True)
class OwnTool:
    """A program that no registry has which is reached here: used where it is on the machine."""

    package: str
    command: str
    version_words: tuple[str, ...] = ("--version",)

    @property
    def program(self) -> Path:
        return Path(shutil.which(self.command) or self.command)

    def obstacle(self) -> str:
        """Why it cannot be run, or nothing."""
        is_there = shutil.which(self.command)
        return "" if is_there else f"{self.command} is not on this machine, nor in a registry"

    def version(self) -> str:
        """The first figures in what it says of itself."""
        if not self.version_words:
            return "?"
        said = _told([str(self.program), *self.version_words])
        return next(iter(re.findall(r"\d+(?:\.\d+)+", said)), "?")

    def install(self) -> None:
        """Nothing: see ``obstacle``."""


Tool = PythonTool | NodeTool | DebianTool | GoTool | OwnTool

SDK = PythonTool("ovh", "python")
CERTBOT = PythonTool("certbot-dns-ovh", "certbot")
LEXICON = PythonTool("dns-lexicon", "python")
OCTODNS = PythonTool("octodns-ovh", "octodns-sync")
LIBCLOUD = PythonTool("apache-libcloud", "python")
HTTPIE = PythonTool("httpie-ovh-auth", "http", beside=("httpie",))
DOTENV = PythonTool("python-dotenv", "dotenv", beside=("click",))
ANSIBLE = PythonTool("ansible-core", "ansible-playbook")
CLI = PythonTool("ovh-api-cli", "ovhcli", beside=("pip",))
NODE_SDK = NodeTool("@ovhcloud/node-ovh")
OLD_NODE_SDK = NodeTool("ovh")
TYPED_NODE_SDK = NodeTool("@ovh-api/api")
GO_SDK = GoTool("github.com/ovh/go-ovh", "go_ovh")
LEGO_5 = GoTool("github.com/go-acme/lego/v5", "lego")
EXTERNAL_DNS = GoTool("sigs.k8s.io/external-dns", "external_dns", toolchain="go1.27.3")
PULUMI = GoTool(
    "github.com/pulumi/pulumi/pkg/v3", "pulumi", main="github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
)
LEGO = DebianTool("lego")
PEBBLE = DebianTool("pebble")
CURL = DebianTool("curl")
KUBECTL = DebianTool("kubernetes-client", "kubectl")
PHP = DebianTool("php-cli", "php")
GH = DebianTool("gh")
OVHCLOUD_CLI = OwnTool("ovhcloud", "ovhcloud", ("version",))
TERRAFORM_PROVIDER = OwnTool("terraform-provider-ovh", "terraform-provider-ovh", ())
DNSCONTROL = OwnTool("dnscontrol", "dnscontrol", ("version",))
ACME_SH = OwnTool("acme.sh", "acme.sh")
CADDY = OwnTool("caddy with caddy-dns/ovh", "caddy", ("version",))

TOOLS: tuple[Tool, ...] = (
    *(SDK, CERTBOT, LEXICON, OCTODNS, LIBCLOUD, HTTPIE, CLI, DOTENV, ANSIBLE),
    *(NODE_SDK, OLD_NODE_SDK, TYPED_NODE_SDK, GO_SDK, LEGO_5),
    *(LEGO, PEBBLE, CURL, KUBECTL, PHP, GH),
)
#: What takes minutes to build: ``make interop-all``.
SLOW_TOOLS: tuple[Tool, ...] = (EXTERNAL_DNS, PULUMI)


def _told(words: list[str]) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()
