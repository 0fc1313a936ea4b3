"""What a recipe is: the rules a tool is documented to need, with parameters to fill in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from credentials.core import RuleError, Sentence, gettext_noop, say
from credentials.rights.coverage import normalise_rules
from credentials.rights.invisible_characters import visible_text
from credentials.rights.reading_rules.strict import parse_rules
from credentials.rights.recipes.sources import Source
from credentials.rights.rule import AccessRule

_ALONE = Sentence("")


@dataclass(frozen=True, slots=True)
class RecipeParameter:
    """One parameter of a recipe: a name that becomes one segment of a path.

    ``shape`` is what the whole value looks like, ``problem`` what to say of a ``%(value)s`` that
    does not.
    """

    name: str
    label: Sentence
    placeholder: str
    shape: re.Pattern[str]
    problem: str

    def clean(self, text: str) -> str:
        """The value to put into a path. Raises ``RuleError`` unless it can be a single segment."""
        value = text.strip()
        if not self.shape.fullmatch(value):
            raise RuleError(say(self.problem, value=visible_text(value)))
        return value


@dataclass(frozen=True, slots=True)
class ZoneName(RecipeParameter):
    """The name of a DNS zone, as OVHcloud spells it: lower case, no dot at its end."""

    def clean(self, text: str) -> str:
        # Not through super(): it does not find its class in a dataclass rebuilt for its slots.
        return RecipeParameter.clean(self, text.strip().lower().removesuffix("."))


@dataclass(frozen=True, slots=True)
class Recipe:
    """The rights of one tool for one purpose.

    ``name`` is the tool's, ``variant`` how far this recipe trusts it; those of one name follow each
    other, the narrowest first. ``aliases`` are products that run this tool. ``effect`` says what a
    key with these rights can and cannot do, ``source`` where they were read, ``lines`` are rules as
    ``parse_rules`` reads them, a parameter in braces.
    """

    slug: str
    name: Sentence
    summary: Sentence
    effect: Sentence
    source: Source
    lines: str
    parameters: tuple[RecipeParameter, ...] = ()
    variant: Sentence = _ALONE
    aliases: tuple[str, ...] = ()

    @property
    def title(self) -> Sentence:
        """Name and variant together."""
        if not self.variant:
            return self.name
        return say("%(name)s, %(variant)s", name=self.name, variant=self.variant)

    def rules(self, **values: str) -> tuple[AccessRule, ...]:
        """The rules with every parameter filled in. Raises ``RuleError`` for a bad value."""
        text = self.lines
        for parameter in self.parameters:
            value = parameter.clean(values.get(parameter.name, ""))
            text = text.replace(f"{{{parameter.name}}}", value)
        return normalise_rules(parse_rules(text))

    def route_before(self, parameter: RecipeParameter) -> str:
        """The path that leads to the parameter where it first stands: ``/domain/zone``."""
        before = self.lines.partition(f"{{{parameter.name}}}")[0]
        return before.split()[-1].removesuffix("/")


ZONE = ZoneName(
    name="zone",
    label=say(gettext_noop("DNS zone")),
    placeholder="example.com",
    shape=re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})+", re.ASCII),
    problem=gettext_noop(
        "“%(value)s” is no name of a DNS zone. Type one name such as example.com, without slash, "
        "space or star; an international name in its xn-- form."
    ),
)

DOMAIN = ZoneName(
    name="domain",
    label=say(gettext_noop("Domain name")),
    placeholder="example.com",
    shape=ZONE.shape,
    problem=gettext_noop(
        "“%(value)s” is no domain name. Type one name such as example.com, without slash, space or "
        "star; an international name in its xn-- form."
    ),
)

PROJECT = RecipeParameter(
    name="project",
    label=say(gettext_noop("Public Cloud project")),
    placeholder="0123456789abcdef0123456789abcdef",
    shape=re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII),
    problem=gettext_noop(
        "“%(value)s” is no project id. It is the id that the Public Cloud page shows under the "
        "project's name: letters and digits only."
    ),
)


def service(name: str, label: Sentence, placeholder: str) -> RecipeParameter:
    """The name of a service as OVHcloud lists it, such as a server's."""
    problem = gettext_noop(
        "“%(value)s” is no name of a service. Type one as OVHcloud lists it, such as the one in "
        "the example: without slash, space or star."
    )
    return RecipeParameter(name, label, placeholder, _SERVICE, problem)


_SERVICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,200}", re.ASCII)

SERVER = service("server", say(gettext_noop("Dedicated server")), "ns1234567.ip-192-0-2.eu")
VPS = service("vps", say(gettext_noop("VPS")), "vps-0a1b2c3d.vps.ovh.net")
LOAD_BALANCER = service(
    "load-balancer",
    say(gettext_noop("Load balancer")),
    "loadbalancer-0123456789abcdef0123456789abcdef",
)
VRACK = service("vrack", say(gettext_noop("vRack")), "pn-1234567")
DATABASE = service("database", say(gettext_noop("Web database")), "ab12345-001")
KEY_DOMAIN = service(
    "okms",
    say(gettext_noop("Key management domain")),
    "01234567-89ab-cdef-0123-456789abcdef",
)
SMS = service("sms", say(gettext_noop("SMS service")), "sms-ab12345-1")
