"""OVHcloud's API from outside: endpoints, the client, the API's own description, limits.

It knows no person, and no table but that of paces. Signing itself is ``credentials.signing``; what
calls are for goes to ``onboarding``, ``live`` and ``service_accounts``, what rules mean
to ``rights``.
"""

from __future__ import annotations

from credentials.ovhcloud.catalogue_store import (
    catalogue_before,
    catalogue_of,
    obstacle_to_storing,
    operation_detail_of,
    store_description,
)
from credentials.ovhcloud.client.access_tokens import mint_token
from credentials.ovhcloud.client.answers import (
    Application,
    Client,
    Credential,
    CredentialRequest,
    Details,
    LoggedCall,
    NewClient,
)
from credentials.ovhcloud.client.api_session import Answer
from credentials.ovhcloud.client.deleting import Deleted
from credentials.ovhcloud.client.limits import Limits, Strategy
from credentials.ovhcloud.client.lists.listing import Listing
from credentials.ovhcloud.client.lists.routes import (
    CALLS_BY_OTHERS,
    OWN_CALLS,
    ListItem,
    ListRoute,
)
from credentials.ovhcloud.client.ovh_client import BearerClient, OvhClient
from credentials.ovhcloud.client.pacing import share_paces_by
from credentials.ovhcloud.configuration import (
    endpoint,
    endpoint_of,
    endpoints,
    find_endpoint,
    limits,
    region_label,
    region_labels,
    region_named,
)
from credentials.ovhcloud.description import DescriptionProgress, read_description
from credentials.ovhcloud.endpoints import (
    ENDPOINTS,
    Endpoint,
    Login,
    hosts_of,
)
from credentials.ovhcloud.list_in_batches import list_in_batches

__all__ = [
    "CALLS_BY_OTHERS",
    "ENDPOINTS",
    "OWN_CALLS",
    "Answer",
    "Application",
    "BearerClient",
    "Client",
    "Credential",
    "CredentialRequest",
    "Deleted",
    "DescriptionProgress",
    "Details",
    "Endpoint",
    "Limits",
    "ListItem",
    "ListRoute",
    "Listing",
    "LoggedCall",
    "Login",
    "NewClient",
    "OvhClient",
    "Strategy",
    "catalogue_before",
    "catalogue_of",
    "endpoint",
    "endpoint_of",
    "endpoints",
    "find_endpoint",
    "hosts_of",
    "limits",
    "list_in_batches",
    "mint_token",
    "obstacle_to_storing",
    "operation_detail_of",
    "read_description",
    "region_label",
    "region_labels",
    "region_named",
    "share_paces_by",
    "store_description",
]
