"""Lists what a cloud project has, as programs use libcloud: ``cloud_inventory.py PROJECT``."""

from __future__ import annotations

import os
import sys

from libcloud.compute.providers import get_driver  # type: ignore[import-not-found]
from libcloud.compute.types import Provider  # type: ignore[import-not-found]

driver = get_driver(Provider.OVH)(
    os.environ["OVH_APPLICATION_KEY"],
    os.environ["OVH_APPLICATION_SECRET"],
    sys.argv[1],
    os.environ["OVH_CONSUMER_KEY"],
    region="eu",
)
for place in driver.list_locations():
    sys.stdout.write(f"location {place.id}\n")
for node in driver.list_nodes():
    sys.stdout.write(f"node {node.name} {driver.ex_get_node(node.id).state}\n")
for kind, listed in (
    ("size", driver.list_sizes()),
    ("image", driver.list_images()),
    ("volume", driver.list_volumes()),
    ("key pair", driver.list_key_pairs()),
):
    for item in listed:
        sys.stdout.write(f"{kind} {item.name}\n")
