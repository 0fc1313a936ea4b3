"""The archive is made from tables of facts, and the same tables make the same archive."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from credentials.rights.descriptions.lookup import ARCHIVE, bundled_section
from credentials.rights.descriptions.make_archive import Tables, make_archive

OPERATION: dict[str, Any] = {
    "version": "v1",
    "method": "POST",
    "path": "/me/thing",
    "section": "/me",
    "parameters": [{"name": "id", "in": "query", "type": "long", "required": True}],
    "body": "me.Thing",
    "response": "me.Thing",
}
FIELDS = [
    {"name": "code", "type": "string", "readOnly": False},
    {"name": "made", "type": "datetime", "readOnly": True},
]
KEY = {"version": "v1", "method": "POST", "path": "/me/thing"}


def tables() -> Tables:
    return Tables(
        [OPERATION],
        [
            {"version": "v1", "name": "me.Thing", "kind": "object", "fields": FIELDS},
            {"version": "v1", "name": "me.Unused", "kind": "enum", "of": "string", "values": ["a"]},
        ],
        sensitive=[
            {**KEY, "where": "answer", "field": "code", "class": "one-time"},
            {**KEY, "where": "answer", "field": "mail", "class": "personal"},
            {**KEY, "where": "body", "field": "code", "class": "secret"},
        ],
        regions=[{**KEY, "eu": "yes", "ca": "yes", "us": "no-2024"}],
    )


def test_a_section_has_its_operations_and_the_models_they_need() -> None:
    with ZipFile(BytesIO(make_archive(tables()))) as archive:
        section = json.loads(archive.read("v1/me.json"))
    operation = section["operations"]["POST /me/thing"]
    assert operation["sensitive"] == [["code", "one-time"]]
    assert operation["secret"] == ["code"]
    assert operation["absent"] == ["us"]
    fields = [
        {"name": "code", "type": "string"},
        {"name": "made", "type": "datetime", "readOnly": True},
    ]
    assert section["models"] == {"me.Thing": {"fields": fields}}


def test_the_models_of_answers_are_there_too() -> None:
    models = bundled_section("v1", "/vps/{serviceName}").models
    names = {field["name"] for field in models["vps.VPSWithIAM"]["fields"]}
    assert {"displayName", "iam", "model", "state"} <= names


def test_the_same_tables_make_the_same_bytes() -> None:
    assert make_archive(tables()) == make_archive(tables())


def test_the_bundled_archive_is_small_and_has_no_sentence_of_ovhclouds() -> None:
    assert ARCHIVE.stat().st_size < 400_000
    with ZipFile(ARCHIVE) as archive:
        assert not any(b'"description":"' in archive.read(name) for name in archive.namelist())
