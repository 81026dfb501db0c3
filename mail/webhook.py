"""Mail that a provider posts to us: the signature is checked, then it is stored, and only then we say yes.

Whatever keeps us from storing it is answered with 503, so that the provider comes again.
"""

import hashlib
import hmac
import io
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.sendgrid import SendGridInboundWebhookView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mail import intake, payloads
from mail.choices import Transport
from mail.delivering import mailbox_for
from mail.intake import receive
from mail.models import Mailbox, RawEmail
from mail.payloads import Handed

log = logging.getLogger(__name__)

# Base64 and form fields make a mail larger by a third and some.
MOST_BODY = intake.MAX_MAIL * 3 // 2
SIGNATURE_LIVES = 300  # seconds; of our own scheme


@dataclass(frozen=True)
class Provider:
    """`view` checks the signature and puts together what comes in pieces; `read` finds the mail's own bytes.

    `signs`: it signs each post itself; the others prove themselves by a password in the address.
    """

    view: str
    read: Callable[[bytes, str], list[Handed]]
    signs: bool = False


class SendGrid(SendGridInboundWebhookView):
    """The library warns at each post that it cannot try this provider any more; what we use of it is ours."""

    def __init__(self, **about: Any) -> None:
        super(SendGridInboundWebhookView, self).__init__(**about)


PROVIDERS = {
    "mailgun": Provider("anymail.webhooks.mailgun.MailgunInboundWebhookView", payloads.mailgun, signs=True),
    "mandrill": Provider("anymail.webhooks.mandrill.MandrillCombinedWebhookView", payloads.mandrill, True),
    "mailersend": Provider(
        "anymail.webhooks.mailersend.MailerSendInboundWebhookView", payloads.mailersend, True
    ),
    "postal": Provider("anymail.webhooks.postal.PostalInboundWebhookView", payloads.postal, True),
    "postmark": Provider("anymail.webhooks.postmark.PostmarkInboundWebhookView", payloads.postmark),
    "sendgrid": Provider("mail.webhook.SendGrid", payloads.sendgrid),
    "sparkpost": Provider("anymail.webhooks.sparkpost.SparkPostInboundWebhookView", payloads.sparkpost),
    "mailjet": Provider("anymail.webhooks.mailjet.MailjetInboundWebhookView", payloads.mailjet),
}


class Forged(Exception):
    """The signature or password is wrong, or it was used for another mail before."""


class Nobody(Exception):
    """None of its recipients is ours."""


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["POST", "HEAD"])
def provider(request: HttpRequest, name: str) -> HttpResponse:
    """A post by one of the known providers."""
    known = PROVIDERS.get(name)
    if known is None:
        raise Http404(name)
    if request.method == "HEAD":  # how some ask whether we are there
        return HttpResponse()
    return _answered(request, lambda body: _from_provider(request, name, known, body))


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["POST"])
def raw(request: HttpRequest) -> HttpResponse:
    """The bytes of a mail, posted by a program of yours: `?to=…&from=…`, signed with MAIL_WEBHOOK_SECRET.

    X-Helpdesk-Timestamp is seconds since 1970; X-Helpdesk-Signature is the HMAC-SHA256, in hex, of timestamp,
    recipient, sender and the SHA-256 of the body in hex, joined by line feeds.
    """
    return _answered(request, lambda body: _from_program(request, body))


def _answered(request: HttpRequest, store: Callable[[bytes], int]) -> HttpResponse:
    try:
        body = _whole(request)
        if body is None:
            return _say(413, "too large")
        stored = store(body)
    except Http404:
        raise
    except Forged as error:
        log.warning("webhook refused: %s", error)
        return _say(403, "refused")
    except Nobody as error:
        log.error("webhook brought a mail for nobody here: %s", error)
        return _say(404, "no such mailbox here")
    except payloads.Unreadable as error:
        log.warning("webhook unreadable: %s", error)
        return _say(400, "unreadable")
    except Exception:
        log.exception("webhook not stored")
        answer = _say(503, "not stored, try again")
        answer["Retry-After"] = "60"
        return answer
    return _say(200, f"stored {stored}")


def _say(status: int, words: str) -> HttpResponse:
    return HttpResponse(words + "\n", status=status, content_type="text/plain")


def _whole(request: HttpRequest) -> bytes | None:
    """The body, past the limit that forms of people have; None when it is too large even for mail."""
    body = request.read(MOST_BODY + 1)
    return None if len(body) > MOST_BODY else body


def _from_provider(request: HttpRequest, name: str, known: Provider, body: bytes) -> int:
    if not known.signs and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404(f"{name} is not set up: ANYMAIL_WEBHOOK_SECRET is missing")
    _put_back(request, body)
    try:
        view = import_string(known.view)()
        view.run_validators(request)
    except AnymailWebhookValidationFailure as error:
        raise Forged(str(error)) from error
    except (AnymailError, ImproperlyConfigured) as error:
        log.warning("webhook %s is not set up: %s", name, error)
        raise Http404(name) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise payloads.Unreadable(f"{name}: {type(error).__name__}") from error
    handed = known.read(body, request.content_type_of)
    if any(not each.raw for each in handed):
        handed = _put_together(view, request, handed)
    return sum(_store(name, each) for each in handed)


def _put_back(request: HttpRequest, body: bytes) -> None:
    """Give the body to whoever asks the request for it, form fields included."""
    content_type = request.META.get("CONTENT_TYPE", "")
    request.content_type_of = content_type
    request._body = body
    request._stream = io.BytesIO(body)
    posted, files = QueryDict(mutable=True), MultiValueDict()
    if content_type.lower().startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        form = payloads.read_form(body, content_type)
        for key, values in form.fields.items():
            if key not in form.files:
                posted.setlist(key, [value.decode("utf-8", "replace") for value in values])
        for key, file in form.files.items():
            files.appendlist(key, SimpleUploadedFile(file.name, file.content, file.content_type))
    request._post, request._files = posted, files


def _put_together(view, request: HttpRequest, handed: list[Handed]) -> list[Handed]:
    """Mail of which we only get the pieces. Should that fail, what was posted is kept for a person to see."""
    try:
        events = [
            event for event in view.parse_events(request) if getattr(event, "message", None) is not None
        ]
        made = [event.message.as_bytes() for event in events]
    except Exception as error:
        log.warning("webhook pieces do not fit: %s", error)
        made = []
    if len(made) != len(handed):
        made = [request.body] * len(handed)
    return [each if each.raw else replace(each, raw=raw) for each, raw in zip(handed, made, strict=True)]


def _from_program(request: HttpRequest, body: bytes) -> int:
    secret = settings.MAIL_WEBHOOK_SECRET
    if not secret:
        raise Http404("MAIL_WEBHOOK_SECRET is not set")
    at = request.headers.get("X-Helpdesk-Timestamp", "")
    to, sender = request.GET.get("to", ""), request.GET.get("from", "")
    signed = signature(secret, at=at, to=to, sender=sender, body=body)
    given = request.headers.get("X-Helpdesk-Signature", "")
    if not hmac.compare_digest(signed.encode(), given.encode("utf-8", "replace")):
        raise Forged("wrong signature")
    if not at.isdecimal() or abs(time.time() - int(at)) > SIGNATURE_LIVES:
        raise Forged("the signature is too old, or a clock is wrong")
    if not body.strip():
        raise payloads.Unreadable("an empty mail")
    return _store("raw", Handed((to,), sender, body))


def signature(secret: str, *, at: str, to: str, sender: str, body: bytes) -> str:
    said = "\n".join((at, to, sender, hashlib.sha256(body).hexdigest()))
    return hmac.new(secret.encode(), said.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@transaction.atomic
def _store(provider: str, mail: Handed) -> int:
    """For each mailbox it is for, once: the provider may ask again, others may only repeat what it said."""
    digest = hashlib.sha256(mail.raw).hexdigest()
    name = f"{provider}:{mail.name or digest}"
    name = name if len(name) <= 255 else f"{provider}:{hashlib.sha256(name.encode()).hexdigest()}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))", [name])
    boxes = {box.pk: (box, to) for to in mail.recipients if (box := mailbox_for(to))}
    every = list(Mailbox.objects.values_list("pk", flat=True))
    known = dict(RawEmail.objects.filter(mailbox__in=every, uidl=name).values_list("mailbox_id", "sha256"))
    if mail.name and any(sha256 != digest for sha256 in known.values()):
        raise Forged(f"{name} was used for another mail")
    if mail.name and known:
        return 0
    if not boxes:
        raise Nobody(", ".join(mail.recipients)[:200])
    stored = 0
    for box, to in boxes.values():
        if box.pk not in known:
            receive(
                mail.raw,
                mailbox=box,
                transport=Transport.WEBHOOK,
                uidl=name,
                envelope_to=to,
                envelope_from=mail.sender,
            )
            stored += 1
    return stored
