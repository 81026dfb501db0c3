"""The files of a mail, as parts of a message; what is too large stays only in the stored mail."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from mail.parsed import ParsedMail
from mail.words import OPEN, SECURED
from tickets.actions.writing import Part

MAX_FILES = 200


def parcels(mail: ParsedMail) -> tuple[list[Part], str]:
    """The files within the limits, and lines about what is not to be seen: too large, or encrypted."""
    kept: list[Part] = []
    left: list[str] = []
    total = 0
    for file in mail.attachments:
        too_much = total + file.size > settings.ATTACHMENTS_MAX_BYTES or len(kept) >= MAX_FILES
        if file.size > settings.ATTACHMENT_MAX_BYTES or too_much:
            left.append(f"{file.name} ({filesizeformat(file.size)})")
            continue
        total += file.size
        kept.append(Part(file.name, file.content, file.content_type, file.content_id or "", file.inline))
    notes = [str(SECURED[word]) for word in mail.secured if word not in OPEN]
    if left:
        names = ", ".join(left[:20])
        notes.append(_("Files too large to be kept here: %(names)s") % {"names": names})
    return kept, "\n".join(notes)
