"""The files of a mail, as parts of a message; what is too large stays only in the stored mail."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from mail.parsed import ParsedMail
from tickets.actions.writing import Part

MAX_FILES = 200


def parcels(mail: ParsedMail) -> tuple[list[Part], str]:
    """The files within the limits, and a line naming those that are not among them."""
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
    if not left:
        return kept, ""
    names = ", ".join(left[:20])
    return kept, _("Files too large to be kept here: %(names)s") % {"names": names}
