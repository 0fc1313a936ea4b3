"""The first call that a command of the ``ovhcloud`` CLI makes, as its source has it.

``ovhcloud vps get vps-1`` is ``GET /vps/vps-1``. A list is followed by a call for each of its
objects. Commands that are not here make calls that nobody has looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from credentials.core import Method

_COMMAND: Final = re.compile(
    r"(?<![\w./@-])(?:[\w.~-]{0,40}/){0,9}ovhcloud(?:\.exe)?[ \t]{1,8}([^\n|;&>`]{1,400})"
)
#: Flags that the next word belongs to.
_FLAG_WITH_VALUE: Final = re.compile(
    r"--(?:cloud-project|filter|format|from-file|output|profile)|-[fop]"
)
_PROJECT: Final = "--cloud-project"
_NO_PROJECT: Final = "{serviceName}"
_IN_PROJECT: Final = "/cloud/project/{project}/"
#: What is listed, read and edited by the same three verbs.
_LISTS: Final[Mapping[str, str]] = {
    "account api oauth2 client": "/me/api/oauth2/client",
    "account ssh-key": "/me/sshKey",
    "alldom": "/allDom",
    "baremetal": "/dedicated/server",
    "cdn-dedicated": "/cdn/dedicated",
    "cloud container-registry": f"{_IN_PROJECT}containerRegistry",
    "cloud database-service": f"{_IN_PROJECT}database/service",
    "cloud instance": f"{_IN_PROJECT}instance",
    "cloud kube": f"{_IN_PROJECT}kube",
    "cloud project": "/cloud/project",
    "cloud rancher": "/v2/publicCloud/project/{project}/rancher",
    "cloud region": f"{_IN_PROJECT}region",
    "cloud ssh-key": f"{_IN_PROJECT}sshkey",
    "cloud user": f"{_IN_PROJECT}user",
    "dedicated-ceph": "/dedicated/ceph",
    "dedicated-cloud": "/dedicatedCloud",
    "dedicated-cluster": "/dedicated/cluster",
    "dedicated-nasha": "/dedicated/nasha",
    "domain-name": "/domain",
    "domain-zone": "/domain/zone",
    "email-domain": "/email/domain",
    "email-mxplan": "/email/mxplan",
    "email-pro": "/email/pro",
    "hosting-private-database": "/hosting/privateDatabase",
    "iam permissions-group": "/v2/iam/permissionsGroup",
    "iam policy": "/v2/iam/policy",
    "iam resource": "/v2/iam/resource",
    "iam resource-group": "/v2/iam/resourceGroup",
    "ip": "/ip",
    "iploadbalancing": "/ipLoadbalancing",
    "ldp": "/dbaas/logs",
    "location": "/v2/location",
    "nutanix": "/nutanix",
    "okms": "/v2/okms/resource",
    "overthebox": "/overTheBox",
    "ovhcloudconnect": "/ovhCloudConnect",
    "pack-xdsl": "/pack/xdsl",
    "sms": "/sms",
    "ssl": "/ssl",
    "ssl-gateway": "/sslGateway",
    "storage-netapp": "/storage/netapp",
    "support-tickets": "/support/tickets",
    "telephony": "/telephony",
    "veeamcloudconnect": "/veeamCloudConnect",
    "veeamenterprise": "/veeam/veeamEnterprise",
    "vmwareclouddirector-backup": "/v2/vmwareCloudDirector/backup",
    "vmwareclouddirector-organization": "/v2/vmwareCloudDirector/organization",
    "vps": "/vps",
    "vrack": "/vrack",
    "vrackservices": "/v2/vrackServices/resource",
    "webhosting": "/hosting/web",
    "xdsl": "/xdsl",
}
_NOT_EDITED: Final = frozenset(
    (
        "account ssh-key",
        "alldom",
        "cdn-dedicated",
        "cloud database-service",
        "cloud region",
        "cloud ssh-key",
        "cloud user",
        "dedicated-cluster",
        "domain-zone",
        "email-domain",
        "location",
        "okms",
        "ssl",
        "support-tickets",
        "veeamcloudconnect",
        "veeamenterprise",
    )
)
_MADE_AND_DELETED: Final = ("account api oauth2 client", "cloud kube", "cloud user")
_VPS: Final = "/vps/{name}"
_SERVER: Final = "/dedicated/server/{name}"
COMMANDS: Final[Mapping[str, tuple[Method, str]]] = {
    **{f"{words} list": (Method.GET, path) for words, path in _LISTS.items()},
    **{f"{words} get": (Method.GET, f"{path}/{{name}}") for words, path in _LISTS.items()},
    **{
        f"{words} edit": (Method.PUT, f"{path}/{{name}}")
        for words, path in _LISTS.items()
        if words not in _NOT_EDITED
    },
    **{f"{words} create": (Method.POST, _LISTS[words]) for words in _MADE_AND_DELETED},
    **{
        f"{words} delete": (Method.DELETE, f"{_LISTS[words]}/{{name}}")
        for words in _MADE_AND_DELETED
    },
    **{
        f"vps {verb}": (Method.POST, f"{_VPS}/{verb}")
        for verb in ("reboot", "start", "stop", "terminate")
    },
    **{f"baremetal {verb}": (Method.POST, f"{_SERVER}/{verb}") for verb in ("reboot", "reinstall")},
    "account get": (Method.GET, "/me"),
    "baremetal boot list": (Method.GET, f"{_SERVER}/boot"),
    "baremetal list-compatible-os": (Method.GET, f"{_SERVER}/install/compatibleTemplates"),
    "baremetal list-tasks": (Method.GET, f"{_SERVER}/task"),
    "baremetal vni list": (Method.GET, f"{_SERVER}/virtualNetworkInterface"),
    "domain-zone refresh": (Method.POST, "/domain/zone/{name}/refresh"),
    "vps automated-backup get-config": (Method.GET, f"{_VPS}/automatedBackup"),
    "vps disk list": (Method.GET, f"{_VPS}/disks"),
    "vps get-console-url": (Method.POST, f"{_VPS}/getConsoleUrl"),
    "vps ip list": (Method.GET, f"{_VPS}/ips"),
    "vps list-options": (Method.GET, f"{_VPS}/option"),
    "vps reinstall": (Method.POST, f"{_VPS}/rebuild"),
    "vps service-info edit": (Method.PUT, f"{_VPS}/serviceInfos"),
    "vps service-info get": (Method.GET, f"{_VPS}/serviceInfos"),
    "vps snapshot abort": (Method.POST, f"{_VPS}/abortSnapshot"),
    "vps snapshot create": (Method.POST, f"{_VPS}/createSnapshot"),
    "vps snapshot delete": (Method.DELETE, f"{_VPS}/snapshot"),
    "vps snapshot edit": (Method.PUT, f"{_VPS}/snapshot"),
    "vps snapshot get": (Method.GET, f"{_VPS}/snapshot"),
    "vps snapshot restore": (Method.POST, f"{_VPS}/snapshot/revert"),
}
_RAW_CALL: Final = ("api", "call")
_MOST_WORDS: Final = 5


@dataclass(frozen=True, slots=True)
class CliCall:
    """``start``: where its command stands in the text. ``is_list``: more calls follow it, one for
    each object. Without a ``path``: a command whose call is not known."""

    start: int
    method: Method = Method.GET
    path: str = ""
    is_list: bool = False


def cli_calls_in(text: str) -> Iterator[CliCall]:
    """One for each command of the CLI in a text, in its order."""
    for match in _COMMAND.finditer(text):
        yield _call(match.start(), match[1].split())


def _call(start: int, line: list[str]) -> CliCall:
    words, project = _without_flags(line)
    if tuple(words[:2]) == _RAW_CALL and len(words) > len(_RAW_CALL) + 1:
        method, path = words[2].upper(), f"/{words[3].strip(_QUOTES).lstrip('/')}"
        return CliCall(start, Method(method), path) if method in set(Method) else CliCall(start)
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        command = " ".join(words[:count])
        if known := COMMANDS.get(command):
            method, path = known
            name = words[count].rstrip(_ENDS).strip(_QUOTES) if len(words) > count else "{name}"
            path = path.replace("{project}", project).replace("{name}", _escaped(name))
            return CliCall(start, method, path, command.endswith(" list"))
    return CliCall(start)


_QUOTES: Final = "\"'"
#: What a line goes on with after a command: ``ovhcloud vps get vps-1: error``.
_ENDS: Final = ":,;"


def _escaped(name: str) -> str:
    return quote(name, safe=":{}@$<>*")


def _without_flags(line: list[str]) -> tuple[list[str], str]:
    """The words without flags and their values, and the project that a flag names."""
    words: list[str] = []
    project, flag = _NO_PROJECT, ""
    for word in line:
        name, _, value = word.partition("=")
        if flag or (name == _PROJECT and value):
            is_project = _PROJECT in {flag, name}
            project = (value if not flag else word).strip(_QUOTES) if is_project else project
            flag = ""
        elif _FLAG_WITH_VALUE.fullmatch(word):
            flag = word
        elif not word.startswith("-"):
            words.append(word)
    return words, project
