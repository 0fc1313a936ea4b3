"""``GET /v1/`` and ``GET /v1/me.json``: the index and the sections (api 7.1 to 7.3)."""

from __future__ import annotations

from functools import cache, partial
from itertools import groupby
from typing import Any

from sandbox.call import Call, Route
from sandbox.schema.operations import Operation
from sandbox.schema.regions import operations_of
from sandbox.schema.shapes import model_shapes, operation_shape
from sandbox.state.world import HOME

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


def index(call: Call) -> dict[str, Any]:
    """The sections of one version that the region has."""
    apis = [
        {
            "path": f"/{section}",
            "schema": "{path}.{format}",
            "format": ["json", "yaml"],
            "description": f"Operations about {section}",
        }
        for section in _SECTIONS[call.version].split()
        if call.world.region == HOME or _by_section(call.world.region, call.version)[section]
    ]
    return {"apis": apis, "basePath": _base(call)}


def section(name: str, call: Call) -> dict[str, Any]:
    """One section: its operations by path with their parameters, and the models of their types."""
    rows = _by_section(call.world.region, call.version).get(name, ())
    apis = [
        {"path": path, "description": "", "operations": [operation_shape(row) for row in group]}
        for path, group in groupby(sorted(rows, key=_path), key=_path)
    ]
    return {
        "apiVersion": "1.0",
        "resourcePath": f"/{name}",
        "basePath": _base(call),
        "apis": apis,
        "models": model_shapes(call.version, f"/{name}"),
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
def _by_section(region: str, version: str) -> dict[str, list[Operation]]:
    # The longest name first: /domain is no part of /dedicated, but email/domain is of neither.
    names = sorted(_SECTIONS[version].split(), key=len, reverse=True)
    rows: dict[str, list[Operation]] = {name: [] for name in names}
    for row in operations_of(region):
        path = row.path[1:]
        owner = next((name for name in names if f"{path}/".startswith(f"{name}/")), None)
        if row.version == version and owner:
            rows[owner].append(row)
    return rows


def _path(row: Operation) -> str:
    return row.path


def _base(call: Call) -> str:
    return f"{call.request.origin}/{call.version}"
