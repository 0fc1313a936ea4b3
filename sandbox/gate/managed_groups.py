"""Permissions groups that OVHcloud manages itself (api 5.3), as far as they are documented."""

from __future__ import annotations

MANAGED_GROUPS: dict[str, tuple[str, ...]] = {
    "globalAdmin": ("*",),
    "globalReadWrite": ("*",),
    "globalReadOnly": ("*get",),
    "controlPanelAccess": (
        "account:apiovh:me/get",
        "account:apiovh:me/supportLevel/get",
        "account:apiovh:me/certificates/get",
        "account:apiovh:me/tag/get",
    ),
    "vrackManagement": ("*:vrack:attach",),
    "openstackAdmin": ("publicCloudProject:openstack:*",),
}
