"""The pages that links in mails lead to: a new password, a place in a team."""

from __future__ import annotations

from contextlib import suppress

from allauth.account.forms import ResetPasswordKeyForm
from allauth.account.utils import perform_login
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from credentials import people
from credentials.core import LinkPurpose, NotAllowedError
from credentials.models import Invitation, Person
from dashboard import attempts, http, labels, rate_limits, single_sign_on
from dashboard.decorators import no_store

_RESET_PAGE = "account/password_reset_from_key.html"


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@login_not_required
@sensitive_post_parameters()
def reset_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password, by the link of a mail."""
    link = people.find_link(token, LinkPurpose.PASSWORD_RESET)
    form = ResetPasswordKeyForm(request.POST or None, user=link.person) if link else None
    if request.method == "POST" and (form is None or form.is_valid()):
        chosen = form.cleaned_data["password1"] if form else ""
        try:
            person = people.reset_password(token, chosen, address=http.address(request))
        except NotAllowedError:
            form = None
        else:
            rate_limits.reset_account(person.email)
            return redirect("account_reset_password_from_key_done")
    context = {"form": form, "token_fail": form is None, "action_url": request.path}
    return render(request, _RESET_PAGE, context)


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@login_not_required
@sensitive_post_parameters()
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Join a team: with a new password, or as the person who is signed in."""
    invited = people.find_invitation(token)
    if invited is None:
        return render(request, "account/invitation_over.html")
    known = Person.objects.filter(email=invited.email).first()
    form = _form(request, invited, known)
    if request.method == "POST" and (form.is_valid() if form else request.user == known):
        try:
            return _join(request, token, known=known, form=form)
        except NotAllowedError as refusal:
            http.warn(request, refusal)
    return render(request, "account/invitation.html", _page(request, invited, known, form=form))


@require_http_methods(["GET", "HEAD", "POST"])
@no_store
@login_not_required
def sign_in_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Sign in by a link that was made in a shell; a page a mail scanner opens spends nothing."""
    if request.method == "POST":
        with suppress(NotAllowedError):
            person = people.use_sign_in_link(token, address=http.address(request))
            answer: HttpResponseBase = perform_login(request, person)
            return answer
    link = people.find_link(token, LinkPurpose.SIGN_IN)
    context = {"person": link.person if link else None, "action_url": request.path}
    return render(request, "account/sign_in_link.html", context)


@require_POST
@no_store
@login_not_required
def to_provider(request: HttpRequest) -> HttpResponseBase:
    """On to the identity provider, by a page: a form may lead to no other site than this."""
    if rate_limits.take(rate_limits.of_provider(http.address(request))):
        attempts.log_limited(http.actor(request), page="single sign-on")
        messages.error(request, gettext("That was asked too often. Wait a minute, and try again."))
        return redirect("account_login")
    try:
        answer: HttpResponseBase = openid_connect.login(request, settings.OIDC_PROVIDER_ID)
    except (OSError, ValueError, KeyError) as error:  # it does not answer, or not as it should
        return single_sign_on.failed(request, cause=type(error).__name__)
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    page = render(request, "socialaccount/leaving.html", {"url": answer.url})
    page["Refresh"] = f"0; url={answer.url}"
    return page


@require_safe
@no_store
@login_not_required
def from_provider(request: HttpRequest) -> HttpResponseBase:
    """Back from the identity provider, which says who came."""
    try:
        adapter = single_sign_on.PublicAddressAdapter(request, settings.OIDC_PROVIDER_ID)
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(adapter)(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return single_sign_on.failed(request, cause=type(error).__name__)
    return answer


def _form(
    request: HttpRequest, invited: Invitation, known: Person | None
) -> ResetPasswordKeyForm | None:
    """Who is new chooses a password; who is known signs in with theirs."""
    if known is not None:
        return None
    return ResetPasswordKeyForm(request.POST or None, user=Person(email=invited.email))


def _join(
    request: HttpRequest, token: str, *, known: Person | None, form: ResetPasswordKeyForm | None
) -> HttpResponseBase:
    password = form.cleaned_data["password1"] if form else ""
    joined = people.accept_invitation(
        token, person=known, password=password, address=http.address(request)
    )
    messages.success(request, gettext("You are a member of the team now."))
    if known is not None:
        return redirect("overview:home")
    answer: HttpResponseBase = perform_login(request, joined)
    return answer


def _page(
    request: HttpRequest,
    invited: Invitation,
    known: Person | None,
    *,
    form: ResetPasswordKeyForm | None,
) -> dict[str, object]:
    return {
        "invitation": invited,
        "role": labels.ROLES[invited.role],
        "may": labels.ROLE_DESCRIPTIONS[invited.role],
        "form": form,
        "is_known": known is not None,
        "is_theirs": known is not None and request.user == known,
        "action_url": request.path,
    }
