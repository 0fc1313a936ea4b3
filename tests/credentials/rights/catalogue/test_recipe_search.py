"""Every tool is found by the names that people know it by."""

from __future__ import annotations

import re

import pytest

from credentials.rights import RECIPES, bundled_catalogue, search
from tests.project_files import ROOT


def tools_for(typed: str) -> set[str]:
    return {str(recipe.name) for recipe in search(bundled_catalogue(), typed).recipes}


def tools_in_the_readme() -> list[str]:
    text = (ROOT / "README.md").read_text()
    listed = re.search(r"\*\*Recipes\*\* for (.+?)\. Each", text, re.DOTALL)
    assert listed
    return re.split(r",\s+", listed[1])


ALIASES = [(alias, recipe) for recipe in RECIPES.values() for alias in recipe.aliases]


@pytest.mark.parametrize("tool", tools_in_the_readme())
def test_every_tool_of_the_readme_is_found(tool: str) -> None:
    assert tools_for(tool)
    assert tools_for(tool.lower())


@pytest.mark.parametrize(("alias", "recipe"), ALIASES)
def test_every_alias_finds_its_recipe(alias: str, recipe: object) -> None:
    assert recipe in search(bundled_catalogue(), alias).recipes


@pytest.mark.parametrize(
    ("typed", "tool"),
    [
        ("proxmox", "acme.sh"),
        ("acmesh", "acme.sh"),
        ("opnsense", "acme.sh"),
        ("nginx proxy manager", "certbot"),
        ("nginxproxymanager", "certbot"),
        ("home-assistant", "certbot"),
        ("homeassistant", "certbot"),
        ("certmanager", "cert-manager"),
        ("cert manager", "cert-manager"),
        ("externaldns", "external-dns"),
        ("traefik", "lego or Traefik"),
        ("dokploy", "lego or Traefik"),
        ("caddy", "Caddy or libdns"),
        ("ovhcloud cli", "ovhcloud CLI"),
        ("ansible", "Ansible"),
        ("dyndns", "Dynamic DNS updater"),
        ("ddclient", "DynHost by API"),
        ("prometheus", "Prometheus"),
        ("terraform domain name", "Terraform"),
        ("terraform identities", "Terraform"),
        ("rclone", "S3 backup"),
        ("let's encrypt", "certbot"),
        ("posh acme", "Posh-ACME"),
        ("opentofu", "Terraform"),
        ("k8s", "cert-manager"),
        ("truenas", "certbot"),
        ("certify the web", "Posh-ACME"),
        ("dns control", "dnscontrol"),
        ("tofu", "Terraform"),
        ("pve", "acme.sh"),
        ("pbs", "acme.sh"),
        ("haproxy", "acme.sh"),
        ("synology", "acme.sh"),
        ("synology", "DynHost by API"),
        ("fritzbox", "DynHost by API"),
        ("fritz!box", "DynHost by API"),
        ("openwrt", "DynHost by API"),
        ("mikrotik", "DynHost by API"),
        ("unifi", "DynHost by API"),
        ("hassio", "certbot"),
        ("unraid", "certbot"),
        ("k3s", "cert-manager"),
        ("rancher", "external-dns"),
        ("openshift", "cert-manager"),
    ],
)
def test_a_tool_is_found_by_what_is_typed_for_it(typed: str, tool: str) -> None:
    assert tool in tools_for(typed)


def test_a_letter_alone_finds_no_recipe() -> None:
    assert tools_for("s") == set()
