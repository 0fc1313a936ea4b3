"""Classes of operations that destroy data, product by product.

Routes are written as in ``operation_classes``. Whatever else deletes is named by its route.
"""

from __future__ import annotations

from typing import Final

from credentials.core import gettext_noop
from credentials.rights.catalogue.operation_classes import operation_classes

_DOMAINS = {
    gettext_noop("replace all records of a zone"): """
        POST /domain/zone/{}/import
        POST /domain/zone/{}/reset
        POST /domain/zone/{}/history/{}/restore
    """,
    gettext_noop("delete records"): "DELETE /domain/zone/{}/record/{}",
    gettext_noop("switch DNSSEC off"): "DELETE /domain/zone/{}/dnssec",
    gettext_noop("delete redirections"): "DELETE /domain/zone/{}/redirection/{}",
    gettext_noop("delete DynHost records and logins"): """
        DELETE /domain/zone/{}/dynHost/login/{}
        DELETE /domain/zone/{}/dynHost/record/{}
    """,
    gettext_noop("delete glue records"): "DELETE /domain/{}/glueRecord/{}",
    gettext_noop("end options"): "DELETE /domain/{}/option/{}",
}
_CLOUD = {
    gettext_noop("delete instances"): "DELETE /cloud/project/{}/instance/{}",
    gettext_noop("reinstall instances, which erases them"): """
        POST /cloud/project/{}/instance/{}/reinstall
        POST /cloud/project/{}/region/{}/instance/{}/reinstall
    """,
    gettext_noop("delete volumes, snapshots and backups"): """
        DELETE /cloud/project/{}/volume/**
        DELETE /cloud/project/{}/snapshot/{}
        DELETE /cloud/project/{}/region/{}/volumeBackup/{}
        POST /cloud/project/{}/region/{}/volume/{}/bulkDeleteSnapshots
        DELETE /cloud/project/{}/region/{}/workflow/backup/{}
    """,
    gettext_noop("delete databases"): "DELETE /cloud/project/{}/database/**",
    gettext_noop("delete and reset Kubernetes clusters"): """
        DELETE /cloud/project/{}/kube/**
        POST /cloud/project/{}/kube/{}/reset
    """,
    gettext_noop("delete object storage"): """
        DELETE /cloud/project/{}/storage/**
        DELETE /cloud/project/{}/region/{}/storage/**
        POST /cloud/project/{}/region/{}/storage/{}/bulkDeleteObjects
        DELETE /cloud/project/{}/region/{}/coldArchive/**
        POST /cloud/project/{}/region/{}/coldArchive/{}/destroy
        DELETE /cloud/project/{}/region/{}/share/**
    """,
    gettext_noop("delete container registries"): "DELETE /cloud/project/{}/containerRegistry/**",
    gettext_noop("delete networks, gateways and load balancers"): """
        DELETE /cloud/project/{}/network/**
        DELETE /cloud/project/{}/region/{}/network/**
        DELETE /cloud/project/{}/region/{}/gateway/**
        DELETE /cloud/project/{}/region/{}/floatingip/{}
        DELETE /cloud/project/{}/region/{}/loadbalancing/**
        DELETE /cloud/project/{}/loadbalancer/**
    """,
    gettext_noop("delete users and their keys"): "DELETE /cloud/project/{}/user/**",
    gettext_noop("delete stored certificates and secrets"): """
        DELETE /cloud/project/{}/region/{}/keymanager/**
    """,
    gettext_noop("delete AI notebooks, jobs and apps"): "DELETE /cloud/project/{}/ai/**",
}
_SERVERS = {
    gettext_noop("reinstall servers, which erases their disks"): """
        POST /dedicated/server/{}/reinstall
        POST /vps/{}/reinstall
        POST /vps/{}/rebuild
    """,
    gettext_noop("overwrite with a backup or snapshot"): """
        POST /vps/{}/automatedBackup/restore
        POST /vps/{}/snapshot/revert
        POST /vps/{}/veeam/restorePoints/{}/restore
    """,
    gettext_noop("delete snapshots and backups"): """
        DELETE /vps/{}/snapshot
        DELETE /vps/{}/veeam/restoredBackup
        DELETE /dedicated/server/{}/features/backupFTP
        DELETE /dedicated/server/{}/features/backupCloud
    """,
    gettext_noop("take servers out of their private network"): """
        DELETE /dedicated/server/{}/vrack/{}
    """,
    gettext_noop("end options"): "DELETE /dedicated/server/{}/option/{}",
}
_HOSTING = {
    gettext_noop("delete databases and their dumps"): "DELETE /hosting/web/{}/database/**",
    gettext_noop("overwrite databases and files with a backup"): """
        POST /hosting/web/{}/database/{}/restore
        POST /hosting/web/{}/database/{}/copyRestore
        POST /hosting/web/{}/database/{}/dump/{}/restore
        POST /hosting/web/{}/restoreSnapshot
    """,
    gettext_noop("take websites off the net"): """
        DELETE /hosting/web/{}/attachedDomain/**
        DELETE /hosting/web/{}/website/**
    """,
    gettext_noop("delete FTP and SSH users"): "DELETE /hosting/web/{}/user/{}",
    gettext_noop("delete mailboxes with their mail"): """
        DELETE /email/domain/{}/account/{}
        DELETE /email/pro/{}/account/{}
        DELETE /email/exchange/{}/service/{}/account/{}
        DELETE /zimbra/platform/{}/account/{}
    """,
    gettext_noop("delete mailing lists and redirections"): """
        DELETE /email/domain/{}/mailingList/**
        DELETE /email/domain/{}/redirection/{}
    """,
    gettext_noop("delete firewall rules and reverse names"): """
        DELETE /ip/{}/firewall/**
        DELETE /ip/{}/reverse/{}
    """,
}

DESTRUCTIVE_OPERATIONS: Final = tuple(
    act
    for phrases in (_DOMAINS, _CLOUD, _SERVERS, _HOSTING)
    for act in operation_classes("destroys-data", phrases)
)
