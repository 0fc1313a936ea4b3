"""How a call is made with OVHcloud's SDK of each language."""

from __future__ import annotations

from typing import Final

from credentials.onboarding.formats.program import CLIENT, KEY, Call, Program, of_both
from credentials.onboarding.formats.syntax import APOSTROPHES, ESCAPED, JSON, readable


def _python(call: Call) -> dict[str, str]:
    body = f", json.loads({readable(call.body)})" if call.body else ""
    return {"method": readable(call.method), "address": readable(call.address), "body": body}


def _node(call: Call) -> dict[str, str]:
    body = f", {call.body}" if call.body else ""
    return {"method": readable(call.method), "address": readable(call.address), "body": body}


def _go(call: Call) -> dict[str, str]:
    """Only what changes something takes a body, and then always."""
    body = f"json.RawMessage({readable(call.body)})" if call.body else "nil"
    sent = f"{body}, " if call.method in ("POST", "PUT") else ""
    return {"verb": call.verb.capitalize(), "address": readable(call.address), "body": sent}


def _php(call: Call) -> dict[str, str]:
    body = f", json_decode({APOSTROPHES.quote(call.body)})" if call.body else ""
    return {"verb": call.verb, "address": APOSTROPHES.quote(call.address), "body": body}


def _csharp(call: Call) -> dict[str, str]:
    body = f", JsonNode.Parse({readable(call.body)})" if call.body else ""
    return {"verb": call.verb.capitalize(), "address": readable(call.address), "body": body}


def _perl(call: Call) -> dict[str, str]:
    body = f", body => $json->decode({APOSTROPHES.quote(call.body)})" if call.body else ""
    return {"verb": call.verb, "address": APOSTROPHES.quote(call.address), "body": body}


_PYTHON: Final = """\
import json

import ovh

client = ovh.Client(%(client)s)
answer = client.call(%(method)s, %(address)s%(body)s)
print(json.dumps(answer, indent=2))
"""
_NODE: Final = """\
const ovh = require("@ovhcloud/node-ovh")({
  endpoint: <endpoint>,
%s});
"""
_NODE_CALL: Final = """\
%(client)s
ovh.requestPromised(%(method)s, %(address)s%(body)s).then(console.log, console.error);
"""
_GO: Final = """\
package main

import (
	"encoding/json"
	"fmt"
	"log"

	"github.com/ovh/go-ovh/ovh"
)

func main() {
	client, err := ovh.%(client)s
	if err != nil {
		log.Fatal(err)
	}
	var answer json.RawMessage
	if err := client.%(verb)s(%(address)s, %(body)s&answer); err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(answer))
}
"""
_PHP: Final = """\
<?php

require __DIR__ . '/vendor/autoload.php';

$ovh = %(client)s;
print_r($ovh->%(verb)s(%(address)s%(body)s));
"""
_CSHARP: Final = """\
using System;
using System.Text.Json.Nodes;
using Ovh.Api;

var client = new Client(%(client)s);
Console.WriteLine(await client.%(verb)sAsync(%(address)s%(body)s));
"""
_PERL: Final = """\
use strict;
use warnings;
use utf8;
use JSON::PP;
use OvhApi;

my $json = JSON::PP->new->pretty->allow_nonref;
my $api = OvhApi->new(%(client)s);
my $answer = $api->%(verb)s(path => %(address)s%(body)s);
die "$answer" unless $answer;
binmode STDOUT, ':utf8';
print $json->encode($answer->content);
"""

PYTHON: Final = Program(
    tool="Python",
    needs="ovh",
    syntax=ESCAPED,
    texts=of_both(_PYTHON),
    clients={
        KEY: "\n    endpoint=<endpoint>,\n    application_key=<application_key>,\n"
        "    application_secret=<application_secret>,\n    consumer_key=<consumer_key>,\n",
        CLIENT: "\n    endpoint=<endpoint>,\n    client_id=<client_id>,\n"
        "    client_secret=<client_secret>,\n",
    },
    own_clients=of_both(""),
    words=_python,
)
NODE: Final = Program(
    tool="Node.js",
    needs="@ovhcloud/node-ovh",
    syntax=JSON,
    texts=of_both(_NODE_CALL),
    clients={
        KEY: _NODE % "  appKey: <application_key>,\n  appSecret: <application_secret>,\n"
        "  consumerKey: <consumer_key>,\n",
        CLIENT: _NODE % "  clientID: <client_id>,\n  clientSecret: <client_secret>,\n",
    },
    own_clients={
        KEY: _NODE % "  appKey: process.env.OVH_APPLICATION_KEY,\n"
        "  appSecret: process.env.OVH_APPLICATION_SECRET,\n"
        "  consumerKey: process.env.OVH_CONSUMER_KEY,\n",
        CLIENT: _NODE % "  clientID: process.env.OVH_CLIENT_ID,\n"
        "  clientSecret: process.env.OVH_CLIENT_SECRET,\n",
    },
    words=_node,
)
GO: Final = Program(
    tool="Go",
    needs="github.com/ovh/go-ovh",
    syntax=ESCAPED,
    texts=of_both(_GO),
    clients={
        KEY: "NewClient(<endpoint>, <application_key>, <application_secret>, <consumer_key>)",
        CLIENT: "NewOAuth2Client(<endpoint>, <client_id>, <client_secret>)",
    },
    own_clients=of_both("NewDefaultClient()"),
    words=_go,
)
PHP: Final = Program(
    tool="PHP",
    needs="ovh/ovh",
    syntax=APOSTROPHES,
    texts=of_both(_PHP),
    clients={
        KEY: "new Ovh\\Api(<application_key>, <application_secret>, <endpoint>, <consumer_key>)",
        CLIENT: "Ovh\\Api::withOauth2(<client_id>, <client_secret>, <endpoint>)",
    },
    own_clients={
        KEY: "new Ovh\\Api(\n    $_SERVER['OVH_APPLICATION_KEY'],\n"
        "    $_SERVER['OVH_APPLICATION_SECRET'],\n    <endpoint>,\n"
        "    $_SERVER['OVH_CONSUMER_KEY'],\n)",
        CLIENT: "Ovh\\Api::withOauth2(\n    $_SERVER['OVH_CLIENT_ID'],\n"
        "    $_SERVER['OVH_CLIENT_SECRET'],\n    <endpoint>,\n)",
    },
    words=_php,
)
CSHARP: Final = Program(
    tool="C#",
    needs="csharp-ovh",
    syntax=ESCAPED,
    texts={KEY: _CSHARP},
    clients={KEY: "<endpoint>, <application_key>, <application_secret>, <consumer_key>"},
    own_clients={KEY: ""},
    words=_csharp,
)
PERL: Final = Program(
    tool="Perl",
    needs="OvhApi",
    syntax=APOSTROPHES,
    texts={KEY: _PERL},
    clients={
        KEY: "\n    type              => <api_root>,\n    applicationKey    => <application_key>,\n"
        "    applicationSecret => <application_secret>,\n    consumerKey       => <consumer_key>,\n"
    },
    own_clients={KEY: "timeout => 10"},
    words=_perl,
)
