"""Classes of operations with severe effects: a phrase for each, and the routes that have it.

A route is ``METHOD[,METHOD] /path``, parameters as ``{}``; ``/**`` at its end is all at or below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from credentials.core import gettext_noop


@dataclass(frozen=True, slots=True)
class OperationClass:
    """``phrase`` goes on from "can …"; ``routes`` are lines as above."""

    code: str
    phrase: str
    routes: tuple[str, ...]


def operation_classes(code: str, phrases: dict[str, str]) -> Iterator[OperationClass]:
    for phrase, routes in phrases.items():
        yield OperationClass(
            code, phrase, tuple(line.strip() for line in routes.strip().splitlines())
        )


_ACCESS = {
    gettext_noop("give any identity any right by access policies"): """
        POST,PUT,DELETE /iam/policy/**
        POST,PUT,DELETE /iam/permissionsGroup/**
        POST,PUT,DELETE /iam/resourceGroup/**
        PUT,POST,DELETE /iam/resource/**
    """,
    gettext_noop("create, change and remove local users, groups and single sign-on"): """
        POST,PUT,DELETE /me/identity/**
    """,
    gettext_noop("change how people sign in: addresses, second factors, password, e-mail"): """
        POST,PUT,DELETE /me/accessRestriction/**
        POST /me/changePassword
        POST /me/changeEmail
        POST /me/task/emailChange/{}/accept
    """,
    gettext_noop("change who the account belongs to"): """
        PUT /me
        POST,PUT /me/contact/**
    """,
    gettext_noop("delete applications with all their keys, and single keys"): """
        DELETE /me/api/application/{}
        DELETE /me/api/credential/{}
        DELETE /me/api/oauth2/client/{}
    """,
}
_KEYS = {
    gettext_noop("create service accounts"): "POST,PUT /me/api/oauth2/client/**",
    gettext_noop("open any key to more addresses"): "PUT /me/api/credential/{}",
    gettext_noop("create local users and their tokens"): """
        POST /me/identity/user
        POST,PUT /me/identity/user/{}/token/**
    """,
    gettext_noop("create keys of sub-accounts"): "POST /me/subAccount/{}/createConsumerKey",
}
_LASTING = {
    gettext_noop("add SSH keys"): """
        POST /me/sshKey
        POST /cloud/project/{}/sshkey
    """,
    gettext_noop("create Public Cloud users, S3 keys and tokens"): """
        POST /cloud/project/{}/user
        POST /cloud/project/{}/user/{}/s3Credentials
        POST /cloud/project/{}/user/{}/s3Credentials/{}/secret
        POST /cloud/project/{}/user/{}/regeneratePassword
        POST /cloud/project/{}/user/{}/token
        POST /cloud/project/{}/ai/token
        POST /cloud/project/{}/storage/{}/user
    """,
    gettext_noop("get a cluster's administrator access"): """
        POST /cloud/project/{}/kube/{}/kubeconfig
        POST /cloud/project/{}/kube/{}/kubeconfig/reset
        POST /publicCloud/project/{}/rancher/{}/adminCredentials
    """,
    gettext_noop("set passwords of servers, backups and hosting users"): """
        POST /dedicated/server/{}/authenticationSecret
        POST /dedicated/server/{}/features/backupFTP/password
        POST /dedicated/server/{}/features/backupCloud/password
        POST /vps/{}/setPassword
        POST /vps/{}/backupftp/password
        POST /hosting/web/{}/user
        POST /hosting/web/{}/user/{}/changePassword
    """,
    gettext_noop("create credentials for stored keys and secrets"): """
        POST /okms/resource/{}/credential
    """,
}
_SECRETS = {
    gettext_noop("those kept in key management"): "GET /okms/resource/{}/secret/**",
    gettext_noop("the code that moves a domain name to another registrar"): """
        GET /domain/{}/authInfo
    """,
}
_HANDING_OVER = {
    gettext_noop("approve the transfer of a domain name to another registrar"): """
        POST /domain/{}/outgoingTransfer/approve
        POST /domain/{}/ukOutgoingTransfer
    """,
    gettext_noop("point domain names to other name servers"): """
        POST /domain/{}/nameServers/update
        POST /domain/{}/nameServer
        DELETE /domain/{}/nameServer/{}
    """,
    gettext_noop("start handing services over to another account"): """
        POST /**/changeContact
        POST /me/task/contactChange/{}/accept
    """,
    gettext_noop("move IP addresses to another service"): """
        POST /ip/{}/move
        POST /ip/{}/changeOrg
    """,
}
_LOGS = {
    gettext_noop("the account's own log"): """
        POST,DELETE /me/api/log/**
        POST,DELETE /me/logs/**
        POST,DELETE /iam/log/**
    """,
    gettext_noop("logs of products"): """
        POST,DELETE /**/log/subscription
        DELETE /**/log/subscription/{}
    """,
}
_PAYING = {
    gettext_noop("place orders"): """
        POST,PUT,DELETE /order/**
        POST /services/{}/upgrade/**
    """,
    gettext_noop("pay orders and debts"): """
        POST /me/order/**
        POST /me/debtAccount/**
        POST /me/bill/{}/debt/pay
        POST /me/correctiveInvoice/{}/debt/pay
        POST /me/deposit/{}/paidBills/{}/debt/pay
    """,
    gettext_noop("change the means of payment"): """
        POST,PUT,DELETE /me/payment/**
        POST,PUT,DELETE /me/paymentMean/**
    """,
    gettext_noop("move credit and refunds"): """
        POST,PUT,DELETE /me/ovhAccount/**
        POST,PUT,DELETE /me/fidelityAccount/**
        POST,PUT,DELETE /me/credit/**
        POST,PUT,DELETE /me/autorenew/**
    """,
}
_BILLS = {
    gettext_noop("bills"): "GET /me/bill/**",
    gettext_noop("orders"): "GET /me/order/**",
    gettext_noop("means of payment"): """
        GET /me/payment/**
        GET /me/paymentMean/**
    """,
    gettext_noop("debts, deposits and refunds"): """
        GET /me/debtAccount/**
        GET /me/deposit/**
        GET /me/refund/**
        GET /me/credit/**
    """,
}
#: The classes whose risk is not listed product by product.
OPERATION_CLASSES: Final = (
    *operation_classes("account-control", _ACCESS),
    *operation_classes("mints-keys", _KEYS),
    *operation_classes("outlives-key", _LASTING),
    *operation_classes("reads-secrets", _SECRETS),
    *operation_classes("gives-away", _HANDING_OVER),
    *operation_classes("log-tampering", _LOGS),
    *operation_classes("billing-write", _PAYING),
    *operation_classes("billing-read", _BILLS),
)
