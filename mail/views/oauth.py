"""The way to a provider's consent page and back: for those who set up mailboxes."""

import logging
import secrets
import time

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lib.text import one_line
from mail import oauth
from mail.models import OAuthGrant

log = logging.getLogger(__name__)

SESSION_KEY = "mail-oauth"
PATIENCE = 15 * 60  # seconds a consent may take


@require_safe
def start(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """To the provider. What must come back is kept in the session, for this browser alone and once."""
    grant = _grant(request, mailbox_id)
    asked = oauth.ask(grant, redirect_uri=_redirect_uri())
    request.session[SESSION_KEY] = {
        "mailbox": mailbox_id,
        "state": asked.state,
        "verifier": asked.verifier,
        "at": time.time(),
    }
    return HttpResponseRedirect(asked.url)


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code or with a no."""
    if not request.user.may("mailbox.manage"):
        raise Http404("not yours")
    asked = request.session.pop(SESSION_KEY, None)
    fresh = asked is not None and time.time() - asked["at"] < PATIENCE
    state = request.GET.get("state", "")
    if not fresh or not secrets.compare_digest(asked["state"].encode(), state.encode("utf-8", "replace")):
        messages.error(request, _("This answer belongs to no question of yours. Connect the mailbox again."))
        return HttpResponseRedirect(_mailbox_page(asked["mailbox"] if asked else None))
    grant = _grant(request, asked["mailbox"])
    if refused := request.GET.get("error"):
        said = one_line(request.GET.get("error_description") or refused, 200)
        messages.error(request, _("The provider did not agree: %(said)s") % {"said": said})
        return HttpResponseRedirect(_mailbox_page(grant.mailbox_id))
    try:
        oauth.take(
            grant,
            code=request.GET.get("code", ""),
            verifier=asked["verifier"],
            redirect_uri=_redirect_uri(),
            by=request.user,
        )
    except oauth.GrantProblem as error:
        log.warning("grant of mailbox %s: %s", grant.mailbox_id, error)
        messages.error(request, _("The provider gave no token: %(said)s") % {"said": error})
    else:
        messages.success(request, _("%(address)s is connected.") % {"address": grant.mailbox.address})
    return HttpResponseRedirect(_mailbox_page(grant.mailbox_id))


def _grant(request: HttpRequest, mailbox_id: int) -> OAuthGrant:
    found = OAuthGrant.objects.select_related("mailbox").filter(mailbox_id=mailbox_id).first()
    if found is None or not request.user.may("mailbox.manage"):
        raise Http404(f"no grant for mailbox {mailbox_id} for you")
    return found


def _redirect_uri() -> str:
    """To be written into the provider's console, letter by letter."""
    return settings.BASE_URL + reverse("mail:oauth_back")


def _mailbox_page(mailbox_id: int | None) -> str:
    for name, args in (("mail:mailbox", [mailbox_id]), ("mail:mailboxes", [])):
        try:
            if mailbox_id is not None or not args:
                return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return reverse("mail:quarantine")
