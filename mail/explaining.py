"""Where did that mail go, and why? What was written down while it was decided, in words for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mail import words
from mail.access import mails_for
from mail.choices import Outcome
from mail.models import RawEmail
from mail.parsed import ParsedMail
from mail.rule_words import kind
from staff.models import User
from tickets.access import tickets_for

MAX_HEADERS = 200
MAX_COPIES = 20


@dataclass(frozen=True, slots=True)
class Line:
    """`words` is a sentence; `tags` are codes for those who know mail; `look`: taken, refused, warn or ''."""

    words: str
    look: str = ""
    url: str = ""
    value: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One question that the intake asks, and what it found."""

    name: str
    icon: str
    lines: list[Line] = field(default_factory=list)


CLUES: Mapping[str, Promise] = {
    "token": gettext_lazy("Token in a recipient address"),
    "token_address": gettext_lazy("Signed token in a recipient address"),
    "token_reference": gettext_lazy("Signed token in what it answers"),
    "message_id": gettext_lazy("Id of an earlier mail"),
    "subject": gettext_lazy("Reference in the subject"),
    "awaited": gettext_lazy("An earlier mail mentioned it"),
}
WHY: Mapping[str, Promise] = {
    "forged": gettext_lazy("refused: it is not signed by this desk"),
    "unknown": gettext_lazy("leads nowhere: nothing of ours, and nothing in this mailbox, has it"),
    "requester": gettext_lazy("the sender asked in this ticket"),
    "participant": gettext_lazy("the sender takes part in this ticket"),
    "organisation": gettext_lazy("the sender's organisation shares its tickets"),
    "colleague": gettext_lazy("a colleague, proven by our mail server"),
    "agent": gettext_lazy("the colleague to whom we wrote about this ticket"),
    "unproven_colleague": gettext_lazy("a colleague's address that nothing proves"),
    "false": gettext_lazy("our mail server found that the sender's address is forged"),
    "stranger": gettext_lazy("the sender is not part of this ticket"),
}
PROOF: Mapping[str, Promise] = {
    "no_results": gettext_lazy("No mail server said whether the sender is genuine."),
    "unknown_server": gettext_lazy("What it says about its sender was written by a server we do not trust."),
    "two_senders": gettext_lazy("It has no From, or two: nothing about its sender is believed."),
    "other_sender": gettext_lazy("Our mail server looked at another sender than the one shown."),
    "nothing": gettext_lazy("Our mail server could neither prove nor disprove the sender."),
}
FLAGS: Mapping[str, Promise] = {
    "id_used_before": gettext_lazy(
        "Another mail had the same id and other words: a faulty program, or a trick."
    ),
    "name_shows_other_address": gettext_lazy("The sender's name shows another address than the true one."),
    "domain_of_mixed_letters": gettext_lazy("The sender's address mixes letters of two alphabets."),
    "characters_not_seen": gettext_lazy("The sender's name or address holds characters that are not seen."),
    "reopened_too_often": gettext_lazy(
        "Mail reopened the ticket too often within an hour: this one was added and moved nothing."
    ),
    "blind_copy": gettext_lazy(
        "None of our addresses stands in To or Cc: it was a blind copy, so its other recipients were not"
        " taken into the conversation."
    ),
    "domain_looks_latin": gettext_lazy("The sender's domain looks Latin, but is written in other letters."),
}
SENDER_RULES: Mapping[str, Promise] = {
    "allow": gettext_lazy("A colleague decided to let in everything from this sender."),
    "deny": gettext_lazy("A colleague decided to hear no more of this sender."),
    "relay": gettext_lazy("This sender writes for others: who asks is in Reply-To."),
}
CONFIRM: Mapping[str, Promise] = {
    "yes": gettext_lazy("A confirmation was sent."),
    "not_answerable": gettext_lazy("No confirmation: no machine may answer it."),
    "forged": gettext_lazy("No confirmation: the sender's address was found forged."),
    "unwritable": gettext_lazy("No confirmation: nobody is behind this address."),
    "is_a_reply": gettext_lazy("No confirmation: it answers something."),
    "too_many_a_day": gettext_lazy("No confirmation: this sender had enough of them today."),
    "same_again": gettext_lazy("No confirmation: the same came a moment ago."),
    "quotes_us": gettext_lazy("No confirmation: it quotes a letter of ours."),
    "too_many_of_domain": gettext_lazy("No confirmation: this sender's house had enough of them this hour."),
    "too_many_newcomers": gettext_lazy(
        "No confirmation: too many wrote to this mailbox for the first time, all at once."
    ),
    "too_many_of_mailbox": gettext_lazy("No confirmation: this mailbox sent enough of them this hour."),
}


def steps(row: RawEmail, mail: ParsedMail, *, reader: User) -> list[Step]:
    """Every question in the order it was asked. A mail not handled yet has only come."""
    told = [Step(_("It came in"), "inbox", list(_came(row)))]
    if row.outcome == Outcome.PENDING:
        return told
    told += [
        Step(_("What it is"), "scan-text", list(_kind(row))),
        Step(_("Had it come before?"), "copy", list(_copies(row, reader))),
        Step(_("Who wrote it"), "user-round", list(_sender(row, mail))),
        Step(_("Mail rules"), "list-filter", list(_rules(row))),
        Step(_("Which ticket"), "route", list(_clues(row, reader))),
        Step(_("What became of it"), "flag", list(_outcome(row, reader))),
    ]
    return told


def headers(mail: ParsedMail) -> list[tuple[str, str]]:
    """Every header as it was read, in the order of the letter's names."""
    pairs = [(name, value) for name, values in mail.headers.items() for value in values]
    return pairs[:MAX_HEADERS]


def _came(row: RawEmail) -> Iterator[Line]:
    if row.mailbox:
        yield Line(_("Into the mailbox %(address)s") % {"address": row.mailbox.address}, value=row.folder)
    if row.envelope_to:
        yield Line(_("The sending server named as recipient"), value=row.envelope_to)
    if row.envelope_from:
        yield Line(_("The sending server named as sender"), value=row.envelope_from)
    yield Line(
        ngettext("Handled in %(n)s attempt", "Handled in %(n)s attempts", row.attempts) % {"n": row.attempts}
        if row.outcome != Outcome.PENDING
        else _("It is stored and waits to be handled."),
    )
    if row.emptied_at:
        yield Line(_("Its bytes have been let go; this account of it stays."), look="warn")


def _kind(row: RawEmail) -> Iterator[Line]:
    verdict = row.verdict
    if not verdict:
        yield Line(_("It could not be read."), look="warn")
        return
    yield Line(kind(verdict.get("kind", "")), tags=tuple(verdict.get("reasons", ())))
    if not verdict.get("answerable", True):
        yield Line(_("No machine may answer it."))
    if defects := verdict.get("defects"):
        yield Line(_("What was broken in it, and mended"), tags=tuple(defects))


def _copies(row: RawEmail, reader: User) -> Iterator[Line]:
    flags = row.verdict.get("flags", ())
    if "id_used_before" in flags:
        yield Line(str(FLAGS["id_used_before"]), look="warn")
    same = row.verdict.get("same_as")
    others = mails_for(reader).filter(mail_key=row.mail_key).exclude(pk=row.pk) if row.mail_key else None
    for other in others.order_by("pk")[:MAX_COPIES] if others is not None else ():
        url = reverse("mail:explain", args=[other.pk])
        if other.pk == same:
            yield Line(_("The same mail came as number %(number)s") % {"number": other.pk}, "taken", url)
        elif other.fingerprint == row.fingerprint:
            yield Line(_("It came again as number %(number)s") % {"number": other.pk}, "", url)
        else:
            yield Line(_("Its id, with other words: number %(number)s") % {"number": other.pk}, "", url)
    if same is None and not flags:
        yield Line(_("No: its id and its words were new."))


def _sender(row: RawEmail, mail: ParsedMail) -> Iterator[Line]:
    verdict = row.verdict
    yield Line(_("From"), value=str(mail.from_ or row.sender or "—"))
    if mail.reply_to:
        yield Line(_("Reply-To"), value=", ".join(str(one) for one in mail.reply_to[:5]))
    if verdict.get("asks"):
        yield Line(_("Reply-To counts as the sender"), "taken", value=verdict["asks"])
    yield _proof(verdict.get("authentication") or {})
    for word in mail.secured:
        yield Line(str(words.SECURED[word]))
    if rule := SENDER_RULES.get(verdict.get("sender_rule", "")):
        yield Line(str(rule))
    for flag in verdict.get("flags", ()):
        if flag in FLAGS and flag != "id_used_before":
            yield Line(str(FLAGS[flag]), look="warn")
    if taken_out := verdict.get("taken_out"):
        yield Line(_("Headers that only our own servers may write were not believed"), tags=tuple(taken_out))


def _proof(said: Mapping) -> Line:
    tags = (*([said["server"]] if said.get("server") else []), *said.get("results", ()))
    if said.get("genuine"):
        return Line(_("Our mail server proved the sender genuine."), "taken", tags=tags)
    if said.get("false"):
        return Line(_("Our mail server found that the sender's address is forged."), "refused", tags=tags)
    return Line(str(PROOF.get(said.get("why", ""), PROOF["no_results"])), tags=tags)


def _rules(row: RawEmail) -> Iterator[Line]:
    looked = row.verdict.get("rules", ())
    for one in looked:
        name = _("%(name)s, version %(version)s") % {"name": one.get("name"), "version": one.get("version")}
        if one.get("fired"):
            yield Line(_("Fired: %(rule)s") % {"rule": name}, "taken")
        else:
            yield Line(_("Only some of its conditions held: %(rule)s") % {"rule": name})
    if not looked:
        yield Line(_("None fired."))


def _clues(row: RawEmail, reader: User) -> Iterator[Line]:
    clues = row.verdict.get("clues")
    if clues is None:
        yield Line(_("Nobody asked: it was decided before."))
        return
    numbers = {one["ticket"] for one in clues if one.get("ticket")}
    seen = set(tickets_for(reader).filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    for one in clues:
        number = one.get("ticket")
        ticket = f" · #{number}" if number in seen else ""
        name = str(CLUES.get(one.get("clue"), one.get("clue")))
        why = str(WHY.get(one.get("why"), one.get("why")))
        refused = "refused" if one.get("why") in {"forged", "stranger", "false"} else ""
        yield Line(
            f"{name}{ticket}: {why}",
            "taken" if one.get("taken") else refused,
            reverse("tickets:ticket", args=[number]) if number in seen else "",
            value=one.get("value", ""),
        )
    if not clues:
        yield Line(_("It points to none: no token, no known id, no reference in the subject."))


def _outcome(row: RawEmail, reader: User) -> Iterator[Line]:
    look = "taken" if row.outcome in {Outcome.CREATED, Outcome.APPENDED} else "warn"
    ticket = row.ticket if row.ticket_id and _may_see(reader, row.ticket_id) else None
    url = reverse("tickets:ticket", args=[ticket.pk]) if ticket else ""
    if url and row.message_id and row.outcome in {Outcome.CREATED, Outcome.APPENDED}:
        url += f"#m{row.message_id}"
    yield Line(row.get_outcome_display(), look, url, f"#{ticket.pk} {ticket.subject}" if ticket else "")
    if row.cause:
        held = row.outcome == Outcome.QUARANTINED
        yield Line(words.explanation(row.cause) if held else words.became(row.cause))
    if confirm := CONFIRM.get(row.verdict.get("confirm", "")):
        yield Line(str(confirm))
    if row.decision:
        who = row.decided_by.full_name if row.decided_by else _("a former colleague")
        decision = words.DECISIONS.get(row.decision, row.decision)
        yield Line(_("%(decision)s by %(name)s") % {"decision": decision, "name": who})


def _may_see(reader: User, number: int) -> bool:
    return tickets_for(reader).filter(pk=number).exists()
