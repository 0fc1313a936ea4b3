"""Every format by its name, in groups as people choose among them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from credentials.core import gettext_noop
from credentials.onboarding.formats import (
    continuous_integration,
    dns,
    infrastructure,
    kubernetes,
    plain,
    sdk,
)
from credentials.onboarding.formats.format import Format

#: What people read above each group.
FORMAT_GROUPS: Final[Mapping[str, tuple[Format, ...]]] = {
    gettext_noop("Files and variables"): plain.FORMATS,
    gettext_noop("DNS and certificates"): dns.FORMATS,
    gettext_noop("Infrastructure"): infrastructure.FORMATS,
    gettext_noop("Kubernetes"): kubernetes.FORMATS,
    gettext_noop("Continuous integration"): continuous_integration.FORMATS,
    gettext_noop("Programs"): sdk.FORMATS,
}
FORMATS: Final[Mapping[str, Format]] = {
    form.name: form for forms in FORMAT_GROUPS.values() for form in forms
}
