"""Manifests for a cluster: a Secret, and what reads it."""

from __future__ import annotations

import json
from typing import Final

from credentials.core import EntryKind, gettext_noop
from credentials.onboarding.formats import sources
from credentials.onboarding.formats.format import Format, lines
from credentials.onboarding.formats.syntax import ESCAPED, is_text

_CLUSTER: Final = gettext_noop("the cluster; no file stays")
_KEY, _CLIENT = EntryKind.CONSUMER_KEY, EntryKind.SERVICE_ACCOUNT


def _secret(name: str) -> str:
    return f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\ntype: Opaque\nstringData:\n"


def _issuer(config: str) -> str:
    """A cert-manager issuer whose webhook is given ``config``; address and group are examples."""
    return (
        "---\napiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata:\n  name: letsencrypt\n"
        "spec:\n  acme:\n    server: https://acme-v02.api.letsencrypt.org/directory\n"
        "    email: hostmaster@example.com\n"
        "    privateKeySecretRef:\n      name: letsencrypt-account-key\n"
        "    solvers:\n      - dns01:\n          webhook:\n"
        "            groupName: acme.example.com\n            solverName: ovh\n"
        "            config:\n              endpoint: <endpoint>\n" + config
    )


def _reference(field: str, key: str) -> str:
    return (
        f"              {field}:\n                name: ovh-credentials\n"
        f"                key: {key}\n"
    )


def _is_no_json(value: str) -> bool:
    """A text that the store does not take for a number or an object."""
    try:
        json.loads(value)
    except ValueError:
        return is_text(value)
    return False


#: Without a secretKey the whole Secret is pushed; one push for each value would replace the last.
_PUSHED: Final = """\
---
apiVersion: external-secrets.io/v1alpha1
kind: PushSecret
metadata:
  name: ovh-credentials
spec:
  secretStoreRefs:
    - name: secret-store-ovh
      kind: SecretStore
  selector:
    secret:
      name: ovh-credentials
  data:
    - match:
        remoteRef:
          remoteKey: ovh-credentials
"""
_PLAIN_SECRET: Final = lines("  {variable}: <{name}>\n", head=_secret("ovh-credentials"))
_SECRET = Format(
    name="kubernetes",
    tool="Kubernetes Secret",
    file="ovh-credentials.yaml",
    place=_CLUSTER,
    next_step=gettext_noop(
        "Run kubectl apply -f ovh-credentials.yaml -n NAMESPACE, name the Secret under envFrom of "
        "the container, and remove the file."
    ),
    syntax=ESCAPED,
    texts=_PLAIN_SECRET,
    source=sources.KUBERNETES,
)
_EXTERNAL_SECRETS = Format(
    name="external-secrets",
    tool="External Secrets",
    file="ovh-push-secret.yaml",
    place=_CLUSTER,
    next_step=gettext_noop(
        "The values go into the store called secret-store-ovh; with the provider ovh that is "
        "OVHcloud's Secret Manager. The store itself signs in with a token or a certificate, "
        "which is none of these. Apply the file, wait until the PushSecret is synced, remove it."
    ),
    syntax=ESCAPED,
    texts={kind: text + _PUSHED for kind, text in _PLAIN_SECRET.items()},
    source=sources.EXTERNAL_SECRETS,
    holds=_is_no_json,
)
_EXTERNAL_DNS = Format(
    name="external-dns",
    tool="ExternalDNS",
    file="external-dns-ovh.yaml",
    place=_CLUSTER,
    next_step=gettext_noop(
        "Apply the file in ExternalDNS's namespace, name the Secret under envFrom of its "
        "container, and start it with --provider=ovh --ovh-endpoint=$(OVH_ENDPOINT)"
    ),
    syntax=ESCAPED,
    texts={
        kind: lines("  {variable}: <{name}>\n", head=_secret("external-dns-ovh"))[kind]
        for kind in (_KEY, _CLIENT)
    },
    source=sources.EXTERNAL_DNS,
    recipe="external-dns",
)
_CERT_MANAGER_AUREQ = Format(
    name="cert-manager",
    tool=gettext_noop("cert-manager, webhook of aureq"),
    file="cert-manager-ovh.yaml",
    place=_CLUSTER,
    next_step=gettext_noop(
        "Put your mail address and the webhook's groupName into the Issuer, allow the webhook's "
        "service account to read the Secret, and apply the file in the Issuer's namespace."
    ),
    syntax=ESCAPED,
    texts={
        _KEY: _secret("ovh-credentials")
        + "  applicationKey: <application_key>\n  applicationSecret: <application_secret>\n"
        "  applicationConsumerKey: <consumer_key>\n"
        + _issuer(
            "              authenticationMethod: application\n"
            + _reference("applicationKeyRef", "applicationKey")
            + _reference("applicationSecretRef", "applicationSecret")
            + _reference("applicationConsumerKeyRef", "applicationConsumerKey")
        ),
        _CLIENT: _secret("ovh-credentials")
        + "  oauth2ClientID: <client_id>\n  oauth2ClientSecret: <client_secret>\n"
        + _issuer(
            "              authenticationMethod: oauth2\n"
            + _reference("oauth2ClientIDRef", "oauth2ClientID")
            + _reference("oauth2ClientSecretRef", "oauth2ClientSecret")
        ),
    },
    source=sources.CERT_MANAGER_AUREQ,
    recipe="cert-manager",
)
_CERT_MANAGER_BAARDE = Format(
    name="cert-manager-baarde",
    tool=gettext_noop("cert-manager, webhook of baarde"),
    file="cert-manager-ovh.yaml",
    place=_CLUSTER,
    next_step=gettext_noop(
        "This webhook wants the consumer key in the Issuer itself, where everybody reads it who "
        "reads Issuers. Put in your mail address and the webhook's groupName, allow the webhook's "
        "service account to read the Secret, and apply the file in the Issuer's namespace."
    ),
    syntax=ESCAPED,
    texts={
        _KEY: _secret("ovh-credentials")
        + "  applicationSecret: <application_secret>\n"
        + _issuer(
            "              applicationKey: <application_key>\n"
            + _reference("applicationSecretRef", "applicationSecret")
            + "              consumerKey: <consumer_key>\n"
        )
    },
    source=sources.CERT_MANAGER_BAARDE,
    no_oauth2=gettext_noop(
        "This webhook takes the three keys of an application alone; that of aureq takes OAuth2."
    ),
)

FORMATS: Final = (
    _SECRET,
    _EXTERNAL_SECRETS,
    _EXTERNAL_DNS,
    _CERT_MANAGER_AUREQ,
    _CERT_MANAGER_BAARDE,
)
