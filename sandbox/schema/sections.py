"""``GET /v1/`` and ``GET /v1/me.json``: the index and the sections (api 7.1 to 7.3)."""

from __future__ import annotations

import re
from functools import cache, partial
from itertools import groupby
from typing import Any

from sandbox.call import Call, Route
from sandbox.schema.operations import Operation, operations

_SECTIONS = {
    "v1": """
        allDom auth cdn/dedicated cloud cluster/hadoop connectivity contact dbaas/logs
        dedicated/ceph dedicated/cluster dedicated/housing dedicated/installationTemplate
        dedicated/nasha dedicated/server dedicatedCloud domain email/domain email/exchange
        email/mxplan email/pro freefax horizonView hosting/privateDatabase hosting/web ip
        ipLoadbalancing license/cloudLinux license/cpanel license/directadmin license/hycu
        license/office license/officePrepaid license/plesk license/redhat license/sqlserver
        license/virtuozzo license/windows license/worklight me metrics msServices newAccount
        nutanix order overTheBox ovhCloudConnect pack/siptrunk pack/xdsl partner price products
        saas/csp2 secret service services sms ssl sslGateway stack/mis startup storage
        supply/mondialRelay support telephony veeam/veeamEnterprise veeamCloudConnect vip vps
        vrack xdsl
    """,
    "v2": """
        backupServices commercialCatalog domain iam location managedCMS networkDefense
        notification okms publicCloud vmwareCloudDirector vrackServices webhosting zimbra
    """,
}
_PARAMETER = re.compile(r"\{(\w+)\}")


def index(call: Call) -> dict[str, Any]:
    """The sections of one version."""
    apis = [
        {
            "path": f"/{section}",
            "schema": "{path}.{format}",
            "format": ["json", "yaml"],
            "description": f"Operations about {section}",
        }
        for section in _SECTIONS[call.version].split()
    ]
    return {"apis": apis, "basePath": _base(call)}


def section(name: str, call: Call) -> dict[str, Any]:
    """One section: its operations by path. Models and types of answers are not described."""
    rows = sorted(_by_section(call.version).get(name, ()), key=lambda row: row.path)
    apis = [
        {"path": path, "description": "", "operations": [_shape(row) for row in group]}
        for path, group in groupby(rows, key=lambda row: row.path)
    ]
    return {
        "apiVersion": "1.0",
        "resourcePath": f"/{name}",
        "basePath": _base(call),
        "apis": apis,
        "models": {},
    }


SCHEMA_ROUTES = tuple(
    route
    for version, names in _SECTIONS.items()
    for route in (
        Route("GET", "", index, version, signed=False),
        *(
            # What is JSON is YAML as well.
            Route("GET", f"/{name}.{kind}", partial(section, name), version, signed=False)
            for name in names.split()
            for kind in ("json", "yaml")
        ),
    )
)


@cache
def _by_section(version: str) -> dict[str, list[Operation]]:
    # The longest name first: /domain is no part of /dedicated, but email/domain is of neither.
    names = sorted(_SECTIONS[version].split(), key=len, reverse=True)
    rows: dict[str, list[Operation]] = {name: [] for name in names}
    for row in operations():
        path = row.path[1:]
        owner = next((name for name in names if f"{path}/".startswith(f"{name}/")), None)
        if row.version == version and owner:
            rows[owner].append(row)
    return rows


def _shape(row: Operation) -> dict[str, Any]:
    return {
        "httpMethod": row.method,
        "apiStatus": _status(row),
        "description": "",
        "noAuthentication": row.auth == "open",
        "iamActions": [{"name": action, "required": True} for action in row.actions],
        "parameters": [_parameter(name) for name in _PARAMETER.findall(row.path)],
        "responseType": "any",
    }


def _status(row: Operation) -> dict[str, str]:
    dates = {
        "deprecatedDate": row.deprecated,
        "deletionDate": row.deletion,
        "replacement": row.replacement,
    }
    status = {"value": row.status, "description": row.status.capitalize()}
    return status | {name: value for name, value in dates.items() if value}


def _parameter(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "paramType": "path",
        "dataType": "string",
        "required": True,
        "description": "",
    }


def _base(call: Call) -> str:
    return f"{call.request.origin}/{call.version}"
