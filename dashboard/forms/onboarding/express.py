"""A key straight from a recipe: what can be answered in advance is, and the review shows it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from credentials.models import Application, Person
from credentials.rights import Recipe
from dashboard import http
from dashboard.forms.onboarding.answers import Answers

_LONGEST_LABEL = 80
_LONGEST_PURPOSE = 200


def express(
    recipe: Recipe,
    values: Mapping[str, str],
    *,
    rights: str,
    owner: Person,
    applications: QuerySet[Application],
) -> Answers:
    """Answers for the rights of a recipe with these values in its blanks.

    From anywhere, owned by who asks, labelled by tool and values. The application is chosen only
    where there is but one besides those that Keydesk itself works with.
    """
    names = [parameter.clean(values.get(parameter.name, "")) for parameter in recipe.parameters]
    label = " ".join([http.translated(recipe.name), *names])[:_LONGEST_LABEL]
    return Answers(
        application=_only(applications),
        rights=rights,
        addresses="",
        details={
            "label": label,
            "purpose": http.translated(recipe.summary)[:_LONGEST_PURPOSE],
            "owner": str(owner.pk),
        },
    )


def _only(applications: QuerySet[Application]) -> str:
    tools = applications.exclude(consumer_keys__manages__isnull=False)
    application_ids = list(tools.values_list("pk", flat=True)[:2])
    return str(application_ids[0]) if len(application_ids) == 1 else ""
