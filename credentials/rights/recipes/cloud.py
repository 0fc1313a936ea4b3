"""Tools for Public Cloud projects, and for the whole account from a terminal (api 9)."""

from __future__ import annotations

from credentials.core import gettext_noop, say
from credentials.rights.recipes import sources
from credentials.rights.recipes.recipe import PROJECT, Recipe

RECIPES = (
    Recipe(
        slug="ovhcloud-cli",
        name=say(gettext_noop("ovhcloud CLI")),
        summary=say(
            gettext_noop("OVHcloud's own command line, with the rights its login asks for.")
        ),
        effect=say(
            gettext_noop(
                "Can do everything the API offers: order, delete, and change who has access. "
                "Nothing is left out, so keep this key short-lived and bound to addresses."
            )
        ),
        aliases=("ovhcloud", "command line"),
        source=sources.OVHCLOUD_CLI,
        lines="GET,POST,PUT,DELETE /*",
    ),
    Recipe(
        slug="libcloud-project-inventory",
        name=say(gettext_noop("libcloud")),
        variant=say(gettext_noop("looking at one Public Cloud project")),
        summary=say(gettext_noop("Inventory of a single project by Apache Libcloud.")),
        effect=say(
            gettext_noop(
                "Can read the instances, flavours, images, regions, SSH keys and volumes of this "
                "project. Cannot create, change or delete anything."
            )
        ),
        aliases=("Apache Libcloud",),
        source=sources.LIBCLOUD,
        lines="""
            GET /cloud/project/{project}/flavor
            GET /cloud/project/{project}/flavor/*
            GET /cloud/project/{project}/image
            GET /cloud/project/{project}/image/*
            GET /cloud/project/{project}/instance
            GET /cloud/project/{project}/instance/*
            GET /cloud/project/{project}/region
            GET /cloud/project/{project}/sshkey
            GET /cloud/project/{project}/volume
            GET /cloud/project/{project}/volume/*
        """,
        parameters=(PROJECT,),
    ),
    Recipe(
        slug="libcloud-project",
        name=say(gettext_noop("libcloud")),
        variant=say(gettext_noop("one Public Cloud project")),
        summary=say(gettext_noop("Instances and volumes of a single project by Apache Libcloud.")),
        effect=say(
            gettext_noop(
                "Can create and delete instances, SSH keys, volumes and snapshots of this project, "
                "which may cost money. Cannot touch its networks, another project or product."
            )
        ),
        aliases=("Apache Libcloud",),
        source=sources.LIBCLOUD,
        lines="""
            GET /cloud/project/{project}/flavor
            GET /cloud/project/{project}/flavor/*
            GET /cloud/project/{project}/image
            GET /cloud/project/{project}/image/*
            GET,POST /cloud/project/{project}/instance
            GET,DELETE /cloud/project/{project}/instance/*
            GET /cloud/project/{project}/region
            GET,POST /cloud/project/{project}/sshkey
            DELETE /cloud/project/{project}/sshkey/*
            GET,POST /cloud/project/{project}/volume
            GET,POST,DELETE /cloud/project/{project}/volume/*
        """,
        parameters=(PROJECT,),
    ),
    Recipe(
        slug="s3-backup-project",
        name=say(gettext_noop("S3 backup")),
        variant=say(gettext_noop("one Public Cloud project")),
        summary=say(
            gettext_noop(
                "Setting up what a backup writes to: a bucket, a user, S3 credentials and their "
                "policy. The backup itself uses the S3 credentials and no API key."
            )
        ),
        effect=say(
            gettext_noop(
                "Can create buckets and users in this project, give users S3 credentials, and "
                "change who may read which bucket. Cannot delete a bucket, a user or an object, "
                "and cannot touch another project."
            )
        ),
        aliases=("Object Storage", "rclone", "restic", "Velero", "Duplicati"),
        source=sources.S3_EXAMPLE,
        lines="""
            GET,POST /cloud/project/{project}/user
            GET /cloud/project/{project}/user/*
            POST /cloud/project/{project}/user/*/s3Credentials
            POST /cloud/project/{project}/user/*/s3Credentials/*/secret
            POST /cloud/project/{project}/user/*/policy
            GET,POST /cloud/project/{project}/region/*/storage
            GET /cloud/project/{project}/region/*/storage/*
        """,
        parameters=(PROJECT,),
    ),
)
