"""The composer: what one writes, to whom, with which files; and the words that keep it safe from loss."""

import datetime
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import getaddresses
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from files.actions import store
from staff.models import User
from tickets.actions.writing import Part
from tickets.addressees import prefilled
from tickets.choices import MessageKind
from tickets.later import offered
from tickets.macros import usable
from tickets.models import DraftFile, Macro, Message, Ticket
from tickets.presence import Person
from tickets.typed import addresses, in_words, signature_of

MOST_TEXT = 200_000
MOST_FILES = 20
KINDS = {"reply": MessageKind.PUBLIC, "note": MessageKind.NOTE}
THEN = ("wait", "solve")
LATER = ("tomorrow", "monday", "time")
TYPED_TIME = "%Y-%m-%dT%H:%M"


class Words(forms.CharField):
    """Text without NUL bytes, which no database keeps."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\x00", "")


class WriteForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    text = Words(required=False, strip=False)
    to = Words(required=False, max_length=5000)
    cc = Words(required=False, max_length=5000)
    then = forms.ChoiceField(choices=[("", ""), *((name, name) for name in THEN)], required=False)
    seen = forms.IntegerField(required=False, min_value=0, max_value=2**62)
    key = forms.RegexField(r"^[0-9a-f]{32}$", required=False)
    macro = forms.ModelChoiceField(Macro.objects.none(), required=False)
    later = forms.ChoiceField(choices=[(name, name) for name in ("", *LATER)], required=False)
    later_at = forms.DateTimeField(input_formats=[TYPED_TIME], required=False)

    def __init__(
        self, *args: Any, kept: Sequence[DraftFile] = (), macros: QuerySet[Macro] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept  # files that lie with the draft already
        if macros is not None:
            self.fields["macro"].queryset = macros
        self.fields["macro"].error_messages["invalid_choice"] = _("That macro is not in use any more.")

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if not text:
            raise ValidationError(_("There is no text yet."))
        if len(text) > MOST_TEXT:
            raise ValidationError(
                _("The text has %(n)s characters; at most %(most)s can be sent."),
                params={"n": len(text), "most": MOST_TEXT},
            )
        return text

    def clean_to(self) -> list[dict[str, str]]:
        return addresses(self.cleaned_data["to"])

    def clean_cc(self) -> list[dict[str, str]]:
        return addresses(self.cleaned_data["cc"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == "reply" and "to" in data and not data["to"]:
            self.add_error("to", _("Say to whom the answer goes."))
        if data.get("later") and data.get("kind") == "reply":
            data["send_at"] = self.chosen_time(data["later"], data.get("later_at"))
        try:
            uploads = self.files.getlist("files") if self.files else []
            data["files"] = checked(uploads, [file.blob.size for file in self.kept])
        except ValidationError as error:
            self.add_error(None, error)
        return data

    def chosen_time(self, later: str, typed: datetime.datetime | None) -> datetime.datetime | None:
        """When it is to be sent; an error if nobody can tell."""
        found = typed if later == "time" else offered_times().get(later)
        if found is None and "later_at" not in self.errors:
            self.add_error("later_at", _("Say when it is to be sent."))
        return found

    @property
    def problems(self) -> list[str]:
        return [problem for problems in self.errors.values() for problem in problems]

    def parts(self) -> list[Part]:
        """The files, stored; the rows that point at them are the message's."""
        uploads: Sequence[UploadedFile] = self.cleaned_data["files"]
        kept = [Part(name=f.name, content=f.blob, content_type=f.content_type) for f in self.kept]
        return kept + [
            Part(
                name=upload.name or "file",
                content=store(upload.chunks()),
                content_type=upload.content_type or "application/octet-stream",
            )
            for upload in uploads
        ]

    def typed(self) -> dict[str, str]:
        """As it was typed, to stand in the composer again."""
        to, cc = (self.data.get(name, "").replace("\x00", "") for name in ("to", "cc"))
        return {"text": self.cleaned_data["text"], "to": to, "cc": cc}


class PlannedForm(forms.Form):
    """What is done with a planned answer; for another time, which."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("now", "time", "draft")])
    send_at = forms.DateTimeField(input_formats=[TYPED_TIME], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("do") == "time" and not data.get("send_at") and "send_at" not in self.errors:
            self.add_error("send_at", _("Say when it is to be sent."))
        return data

    @property
    def problems(self) -> list[str]:
        return [problem for problems in self.errors.values() for problem in problems]


def offered_times() -> dict[str, datetime.datetime]:
    """In the zone in force, which is the reader's."""
    zone = timezone.get_current_timezone()
    return offered(timezone.now(), zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC"))


def checked(uploads: Sequence[UploadedFile], kept: Sequence[int] = ()) -> list[UploadedFile]:
    """The files, if a letter can carry them with those `kept` of which the sizes are known. ValidationError
    names the one that cannot go.
    """
    problems = []
    for upload in uploads:
        if not upload.size:
            problems.append(_("“%(name)s” is empty.") % {"name": upload.name})
        elif upload.size > settings.ATTACHMENT_MAX_BYTES:
            most = filesizeformat(settings.ATTACHMENT_MAX_BYTES)
            problems.append(_("“%(name)s” is larger than %(most)s.") % {"name": upload.name, "most": most})
    together = sum(kept) + sum(upload.size or 0 for upload in uploads)
    if not problems and together > settings.ATTACHMENTS_MAX_BYTES:
        most = filesizeformat(settings.ATTACHMENTS_MAX_BYTES)
        problems.append(_("All files together are larger than %(most)s.") % {"most": most})
    if len(uploads) + len(kept) > MOST_FILES:
        problems.append(_("At most %(n)s files, please.") % {"n": MOST_FILES})
    if problems:
        raise ValidationError(problems)
    return list(uploads)


def sent_key(user: User, ticket: Ticket, key: str) -> str | None:
    """The composer's key made this person's and this ticket's own, so that nobody meets another's."""
    return hashlib.sha256(f"{user.pk}:{ticket.pk}:{key}".encode()).hexdigest()[:40] if key else None


@dataclass(frozen=True)
class Composer:
    """`stale` are messages that came while one wrote; `seen` is the last public one the writer knows."""

    kind: str = "reply"
    text: str = ""
    to: str = ""
    cc: str = ""
    seen: int = 0
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    saved_at: str = ""
    signature: str = ""
    problems: Sequence[str] = ()
    stale: Sequence[Message] = ()
    beside: Sequence[Person] = ()  # who writes an answer as well; sending again says that one knows
    then: str = ""
    invalid: frozenset[str] = frozenset()
    kept: Sequence[Mapping[str, Any]] = ()  # files that lie with the draft: id, name, size
    macro: Macro | None = None
    shared: bool = False  # colleagues see the draft
    later: Mapping[str, datetime.datetime] = field(default_factory=offered_times)
    later_at: str = ""

    @property
    def to_names(self) -> str:
        """Who gets it, as short as it can be said."""
        return ", ".join(name or address for name, address in getaddresses([self.to]))

    @property
    def cc_names(self) -> str:
        return ", ".join(name or address for name, address in getaddresses([self.cc]))


def composer_for(user: User, ticket: Ticket, seen: int, *, kind: str = "") -> Composer:
    """The composer of a page: with the draft that was kept, else empty and addressed."""
    lines = {side: in_words(people) for side, people in prefilled(ticket).items()}
    start = {**lines, "seen": seen, "signature": signature_of(user, ticket)}
    draft = next((d for d in ticket.own_drafts if not kind or d["kind"] == KINDS[kind]), None)
    if draft is None:
        return Composer(kind=kind or "reply", **start)
    if draft["to"] or draft["cc"]:
        start |= {"to": draft["to"], "cc": draft["cc"]}
    kind = "note" if draft["kind"] == MessageKind.NOTE else "reply"
    kept = [file for file in ticket.draft_files if file["draft"] == draft["id"]]
    macro = usable(user).filter(pk=draft["macro"]).first() if draft["macro"] else None
    return Composer(
        kind=kind, text=draft["text"], saved_at=draft["saved_at"], kept=kept, macro=macro,
        shared=bool(draft["shared_at"]), **start,
    )  # fmt: skip


def composer_from(
    user: User,
    ticket: Ticket,
    form: WriteForm,
    *,
    seen: int,
    stale: Sequence[Message] = (),
    beside: Sequence[Person] = (),
) -> Composer:
    """The composer as it was sent, with what must be put right."""
    given = form.data
    return Composer(
        kind="note" if given.get("kind") == "note" else "reply",
        text=given.get("text", "").replace("\x00", ""),
        to=given.get("to", "").replace("\x00", ""),
        cc=given.get("cc", "").replace("\x00", ""),
        seen=seen,
        key=form.cleaned_data.get("key") or secrets.token_hex(16),
        signature=signature_of(user, ticket),
        problems=form.problems,
        stale=stale,
        beside=beside,
        then=form.cleaned_data.get("then") or "",
        invalid=frozenset(form.errors),
        later_at=given.get("later_at", "")[:40],
        kept=[{"id": file.pk, "name": file.name, "size": file.blob.size} for file in form.kept],
        macro=form.cleaned_data.get("macro"),
        shared=any(row["shared_at"] for row in ticket.own_drafts),
    )
