"""A key that is answered in advance, of a recipe or as another key is: the review shows it all."""

from __future__ import annotations

from collections.abc import Mapping

from credentials import onboarding, vault
from credentials.models import Account, ConsumerKey, Person
from credentials.rights import Recipe
from dashboard import http
from dashboard.forms.onboarding.answers import Answers

_LONGEST_PURPOSE = 200


def express(
    recipe: Recipe,
    values: Mapping[str, str],
    *,
    rights: str,
    owner: Person,
    account: Account,
) -> Answers:
    """Answers for the rights of a recipe with these values in its blanks, in an account.

    Application and addresses are those that are proposed, the label is made of tool and values;
    owned by who asks. Raises ``RuleError`` for a bad value.
    """
    names = [parameter.clean(values.get(parameter.name, "")) for parameter in recipe.parameters]
    proposal = onboarding.propose(recipe, account)
    label = " ".join([http.translated(recipe.name), *names])
    return Answers(
        application=str(proposal.application.pk) if proposal.application else "",
        account="" if proposal.application else str(account.pk),
        rights=rights,
        addresses="\n".join(proposal.addresses),
        details={
            "label": onboarding.free_label(label, account),
            "purpose": http.translated(recipe.summary)[:_LONGEST_PURPOSE],
            "owner": str(owner.pk),
        },
        like=str(proposal.like.pk) if proposal.like else "",
    )


def as_another(key: ConsumerKey, *, rights: str, owner: Person) -> Answers:
    """Answers for a key with the rights, addresses, application and details of another. The
    application is left open where no key can be asked of it any more."""
    own = vault.requestable_applications(Account.objects.filter(pk=key.account_id))
    return Answers(
        application=str(key.application_id) if own.filter(pk=key.application_id) else "",
        rights=rights,
        addresses="\n".join(key.allowed_ips),
        details={
            "label": onboarding.free_label(key.label, key.account),
            "purpose": key.purpose,
            "owner": str(owner.pk),
            "environment": key.environment,
            "never_reveal": "on" if key.never_reveal else "",
        },
        like=str(key.pk),
    )
