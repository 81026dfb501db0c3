"""Why a mail was held, in words for people."""

from django.utils.translation import gettext_lazy as _

CAUSES = {
    "no_sender": (_("No sender"), _("It does not say who wrote it, so nobody could be answered.")),
    "auto_reply": (_("Automatic reply"), _("A machine answered, and to none of our tickets.")),
    "bounce": (_("Undelivered"), _("It reports that a letter did not arrive, but not one of ours.")),
    "report": (_("Report"), _("A receipt or report about a letter that is not ours.")),
    "own_address": (_("From ourselves"), _("It claims to come from one of our own addresses.")),
    "oversize": (_("Too large"), _("Only its headers were fetched; the mail is still on the server.")),
    "error": (_("Could not be handled"), _("Handling it failed three times. Recovering tries once more.")),
}
OTHER = (_("Held"), _("A rule held it."))


def cause(code: str) -> str:
    return str(CAUSES.get(code, OTHER)[0])


def explanation(code: str) -> str:
    return str(CAUSES.get(code, OTHER)[1])


DECISIONS = {
    "recovered": _("Let in as a ticket"),
    "appended": _("Added to a ticket"),
    "rejected": _("Rejected"),
}
