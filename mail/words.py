"""Why a mail was held, in words for people."""

from django.utils.translation import gettext_lazy as _

# Why it is held, and what to do about it.
CAUSES = {
    "no_sender": (
        _("No sender"),
        _("It does not say who wrote it, so nobody could be answered. Let it in if its words matter."),
    ),
    "auto_reply": (
        _("Automatic reply"),
        _("A machine answered, and to none of our tickets. Reject it, or allow a sender that asks so."),
    ),
    "bounce": (
        _("Undelivered"),
        _("It reports that a letter did not arrive, but not one of ours. Mostly it can be rejected."),
    ),
    "report": (
        _("Report"),
        _("A receipt or report about a letter that is not ours. Mostly it can be rejected."),
    ),
    "feedback": (
        _("Complaint"),
        _("Somebody called a letter spam, but not one of ours. Look who it was, then reject it."),
    ),
    "own_address": (
        _("From ourselves"),
        _("It claims to come from one of our own addresses. Let it in only if you know who sent it."),
    ),
    "third_party": (
        _("Not part of the ticket"),
        _(
            "It points to a ticket that its sender is not part of. Let in, it is seen by colleagues only; "
            "or add it to a ticket of your choice."
        ),
    ),
    "mail_rule": (
        _("A mail rule"),
        _("One of your mail rules holds such mail. Its explanation says which."),
    ),
    "oversize": (
        _("Too large"),
        _("Only its headers were fetched; the mail is still on the server. Ask for it in another way."),
    ),
    "unreadable": (
        _("The server cannot read it"),
        _("The mail server could not give it out. It is still there: look for it with a mail program."),
    ),
    "error": (
        _("Could not be handled"),
        _("Handling it failed three times. Letting it in tries once more; its original can be downloaded."),
    ),
}
OTHER = (_("Held"), _("A rule held it."))
# What became of a mail that is not held.
BECAME = {
    "same_mail": _("The same mail had come before: same id, same words."),
    "loop": _("A letter of ours that came back to us."),
    "sender_denied": _("A colleague decided to hear no more of this sender."),
    "mail_rule": _("A mail rule ignores such mail."),
    "own_letter": _("It is about a letter to one of us."),
    "by_hand": _("A colleague chose the ticket."),
    "third_party": _("Its sender is not part of the ticket: colleagues see it, the customer does not."),
    "colleague": _("A colleague wrote it."),
    "forged_sender": _(
        "Our mail server found the sender's address forged: colleagues see it, the customer does not."
    ),
    "unproven_colleague": _("It has a colleague's address, but nothing proves it: only colleagues see it."),
    "agent_answer": _("A colleague answered our letter to them: it went to the customer."),
    "agent_asked": _("A colleague answered our letter to them: it waits for approval."),
    "agent_note": _("A colleague answered our letter to them: it stays among colleagues."),
    "agent_away": _("A colleague's mailbox answered our letter to them by itself."),
    "auto_reply": _("A machine wrote it: it is kept folded and moves nothing."),
    "out_of_office": _("Somebody is away: it is kept folded and moves nothing."),
    "bounce": _("It says that a letter of ours did not arrive."),
    "report": _("A receipt for a letter of ours."),
    "feedback": _("Somebody called a letter of ours spam."),
}

BRIEF = {
    "loop": _("Our own letter"),
    "sender_denied": _("Denied sender"),
    "mail_rule": _("A mail rule"),
    "own_letter": _("About our own letter"),
    "by_hand": _("Chosen by a colleague"),
    "third_party": _("Seen by colleagues only"),
    "unproven_colleague": _("Seen by colleagues only"),
    "forged_sender": _("Forged sender"),
    "colleague": _("Note of a colleague"),
    "agent_answer": _("Answer of a colleague"),
    "agent_asked": _("Waits for approval"),
    "agent_note": _("Note of a colleague"),
    "agent_away": _("Automatic reply"),
    "auto_reply": _("Automatic reply"),
    "out_of_office": _("Out of office"),
    "bounce": _("Undelivered"),
    "report": _("Report"),
    "feedback": _("Complaint"),
}


def cause(code: str) -> str:
    return str(CAUSES.get(code, OTHER)[0])


def became(code: str) -> str:
    """Why a mail that is not held ended where it did; the code itself if nobody gave it words."""
    return str(BECAME.get(code, code))


def explanation(code: str) -> str:
    return str(CAUSES.get(code, OTHER)[1])


DECISIONS = {
    "recovered": _("Let in as a ticket"),
    "appended": _("Added to a ticket"),
    "rejected": _("Rejected"),
    "expired": _("Nobody decided in time"),
}


def in_the_log(row) -> str:
    """Why it ended where it did, short; nothing for what needs no word."""
    if row.outcome == "quarantined" and row.decision:
        return str(DECISIONS.get(row.decision, ""))
    if row.outcome == "quarantined":
        return cause(row.cause)
    return str(BRIEF.get(row.cause, ""))


# What a letter says of its own protection (ParsedMail.secured).
SECURED = {
    "smime_signed": _("Signed with S/MIME; the signature was not checked."),
    "pgp_signed": _("Signed with PGP; the signature was not checked."),
    "smime_encrypted": _("Encrypted with S/MIME: only whoever holds the key can open its attachment."),
    "pgp_encrypted": _("Encrypted with PGP: only whoever holds the key can open its attachment."),
    "smime_compressed": _("Compressed by its sender's mail program; its content is in the attachment."),
    "smime_unreadable": _("Wrapped in S/MIME that cannot be read; its content is in the attachment."),
}
OPEN = frozenset({"smime_signed", "pgp_signed"})  # what they wrap is shown
