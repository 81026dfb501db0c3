"""Tokens instead of passwords (RFC 6749, RFC 7636): asked for once by an admin, renewed before they end.

A grant's row is locked while it is renewed, so that two workers never spend the same refresh token.
"""

import base64
import datetime
import hashlib
import json
import logging
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from lib.sealed import seal, unseal
from lib.text import one_line
from mail.models import Mailbox, OAuthGrant
from mail.providers import addresses, is_private
from staff.models import User

log = logging.getLogger(__name__)

TIMEOUT = 15  # seconds
MOST_ANSWER = 1024 * 1024
# Renewed when it has less than this to live.
MARGIN = datetime.timedelta(minutes=5)
USUAL_LIFE = datetime.timedelta(hours=1)
# A refresh token that ends within this time is an alarm; so is one that was last used so long ago.
WARN_BEFORE = datetime.timedelta(days=7)
IDLE_TOO_LONG = datetime.timedelta(days=60)


class GrantProblem(Exception):
    """The provider does not give us a token. `lasting`: only a new consent by an admin helps."""

    def __init__(self, words: str, *, lasting: bool) -> None:
        super().__init__(words)
        self.lasting = lasting


@dataclass(frozen=True)
class Asked:
    """A consent that is under way: what the browser is sent to, and what must come back with it."""

    url: str
    state: str
    verifier: str


def ask(grant: OAuthGrant, *, redirect_uri: str) -> Asked:
    """The address of the provider's consent page, with a proof key (RFC 7636) and a state of its own."""
    where = addresses(grant)
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": grant.client_id,
        "redirect_uri": redirect_uri,
        "scope": where.scope,
        "state": state,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "login_hint": grant.mailbox.username or grant.mailbox.address,
        **dict(where.extra),
    }
    joint = "&" if "?" in where.authorize else "?"
    return Asked(f"{where.authorize}{joint}{urllib.parse.urlencode(query)}", state, verifier)


def save_grant(
    box: Mailbox,
    *,
    by: User | None,
    provider: str,
    client_id: str,
    client_secret: str = "",
    tenant: str = "",
    authorize_url: str = "",
    token_url: str = "",
    scope: str = "",
) -> OAuthGrant:
    """What the desk is to the provider. Another application or provider makes the tokens worthless.

    An empty secret keeps the one we have. Call it through mail.actions, which asks for the permission.
    """
    grant = OAuthGrant.objects.filter(mailbox=box).first() or OAuthGrant(mailbox=box)
    before = (grant.provider, grant.client_id, grant.tenant, grant.token_url)
    if grant.pk and before != (provider, client_id, tenant, token_url):
        grant.access_token = grant.refresh_token = ""
        grant.expires_at = grant.refresh_expires_at = grant.granted_at = None
    grant.provider, grant.client_id, grant.tenant = provider, client_id, tenant
    grant.authorize_url, grant.token_url, grant.scope = authorize_url, token_url, scope
    if client_secret:
        grant.client_secret = seal(client_secret)
    grant.granted_by = by or grant.granted_by
    grant.save()
    return grant


@transaction.atomic
def take(grant: OAuthGrant, *, code: str, verifier: str, redirect_uri: str, by: User) -> OAuthGrant:
    """Trade the code of the consent page for tokens. GrantProblem if the provider will not."""
    row = OAuthGrant.objects.select_for_update().get(pk=grant.pk)
    said = _post(
        row,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        },
    )
    if not said.get("refresh_token"):
        raise GrantProblem("the provider gave no refresh token: allow offline access", lasting=True)
    _keep(row, said)
    row.granted_at, row.granted_by = timezone.now(), by
    row.save()
    return row


def access_token(box: Mailbox, *, fresh: bool = False) -> str:
    """A token that opens the mailbox for some minutes more; `fresh` when the one we had was refused."""
    grant = OAuthGrant.objects.filter(mailbox=box).first()
    if grant is None or not grant.refresh_token:
        raise GrantProblem("nobody has connected this mailbox yet", lasting=True)
    if not fresh and _lives(grant):
        return unseal(grant.access_token)
    return unseal(refresh(grant.pk, instead_of=grant.access_token if fresh else "").access_token)


def _lives(grant: OAuthGrant) -> bool:
    return bool(grant.access_token and grant.expires_at and grant.expires_at - MARGIN > timezone.now())


def refresh(grant_id: int, *, instead_of: str = "", force: bool = False) -> OAuthGrant:
    """Renew the access token, unless another worker just did. A refresh token that was changed is kept.

    `instead_of` is the sealed token that was refused. What goes wrong is written down and raised.
    """
    problem: GrantProblem | None = None
    with transaction.atomic():
        grant = OAuthGrant.objects.select_for_update().get(pk=grant_id)
        if not force and _lives(grant) and grant.access_token != instead_of:
            return grant
        try:
            said = _post(grant, {"grant_type": "refresh_token", "refresh_token": unseal(grant.refresh_token)})
            _keep(grant, said)
        except GrantProblem as error:
            problem = error
            grant.problem = one_line(str(error), 500)
            grant.problem_since = grant.problem_since or timezone.now()
        grant.save()
    if problem:
        raise problem
    return grant


def _keep(grant: OAuthGrant, said: dict[str, Any]) -> None:
    now = timezone.now()
    life = datetime.timedelta(seconds=_seconds(said.get("expires_in"))) or USUAL_LIFE
    grant.access_token, grant.expires_at = seal(str(said["access_token"])), now + life
    if said.get("refresh_token"):
        grant.refresh_token = seal(str(said["refresh_token"]))
        rest = _seconds(said.get("refresh_token_expires_in"))
        grant.refresh_expires_at = now + datetime.timedelta(seconds=rest) if rest else None
    grant.refreshed_at, grant.problem, grant.problem_since = now, "", None


def _seconds(said: Any) -> int:
    """Some providers write the number as a string."""
    try:
        return max(0, min(int(said), 10**9))
    except (TypeError, ValueError):
        return 0


def _post(grant: OAuthGrant, form: dict[str, str]) -> dict[str, Any]:
    """Ask the token address; the answer is JSON with an access token, or GrantProblem (RFC 6749, 5.2)."""
    url = addresses(grant).token
    if not is_private(url):
        raise GrantProblem("the token address must begin with https://", lasting=True)
    form = {**form, "client_id": grant.client_id}
    if grant.client_secret:
        form["client_secret"] = unseal(grant.client_secret)
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        url, data=urllib.parse.urlencode(form).encode(), headers={"Accept": "application/json"}
    )
    try:
        with _OPENER.open(request, timeout=TIMEOUT) as answer:
            said = json.loads(answer.read(MOST_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error.code, error.read(MOST_ANSWER)) from None
    except (OSError, ValueError) as error:
        raise GrantProblem(f"no answer from the provider: {type(error).__name__}", lasting=False) from error
    if not isinstance(said, dict) or not said.get("access_token"):
        raise GrantProblem("the provider's answer holds no token", lasting=False)
    return said


class _Stay(urllib.request.HTTPRedirectHandler):
    """Secrets are not carried to another address."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _refusal(status: int, body: bytes) -> GrantProblem:
    """`invalid_grant` and its like last; a busy provider does not."""
    try:
        said = json.loads(body)
        code, words = str(said.get("error", "")), str(said.get("error_description", ""))
    except (ValueError, AttributeError):
        code, words = "", ""
    return GrantProblem(
        one_line(f"{status} {code} {words}".strip(), 300),
        lasting=status < 500 and status != 429 and bool(code),
    )


def renew_due(now: datetime.datetime) -> int:
    """Renew what ends soon, and what was not used for a day, so that a mailbox at rest keeps its grant."""
    renewed = 0
    day_ago = now - datetime.timedelta(days=1)
    for grant in OAuthGrant.objects.exclude(refresh_token="").filter(mailbox__active=True):
        ends_soon = grant.expires_at is None or grant.expires_at - 2 * MARGIN < now
        if not ends_soon and grant.refreshed_at and grant.refreshed_at > day_ago:
            continue
        try:
            refresh(grant.pk, force=True)
            renewed += 1
        except GrantProblem as error:
            log.warning("grant of mailbox %s: %s", grant.mailbox_id, error)
    return renewed


def alarms(now: datetime.datetime) -> list[tuple[OAuthGrant, str]]:
    """Grants in danger, and why: refused, never_connected, refresh_ends, unused."""
    used = OAuthGrant.objects.filter(mailbox__active=True, mailbox__sign_in="xoauth2")
    return in_danger(used.select_related("mailbox"), now)


def in_danger(used: Iterable[OAuthGrant], now: datetime.datetime) -> list[tuple[OAuthGrant, str]]:
    """The same of grants that are known already."""
    found = []
    for grant in used:
        if grant.problem:
            found.append((grant, "refused"))
        elif not grant.refresh_token:
            found.append((grant, "never_connected"))
        elif grant.refresh_expires_at and grant.refresh_expires_at - WARN_BEFORE < now:
            found.append((grant, "refresh_ends"))
        elif grant.refreshed_at and grant.refreshed_at + IDLE_TOO_LONG < now:
            found.append((grant, "unused"))
    return found
