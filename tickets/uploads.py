"""A file that somebody gives in a form: whether it can be taken, and as a part of a message."""

import re

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from files.actions import store
from lib.tags import words
from tickets.actions.writing import Part, clean_name

# What a computer would run when somebody opens it.
PROGRAMS = words(
    "ade adp apk app appx bat chm cmd com cpl dll exe gadget hta inf ins iso jar js jse lnk lib mde msc msi "
    "msp mst nsh pif ps1 psm1 reg scf scr sct sh shb sys vb vbe vbs vhd vxd wsc wsf wsh xll"
)
_ENDING = re.compile(r"\.([a-z0-9]+)[^a-z0-9.]*$")


def trouble_with(file: UploadedFile) -> str:
    """Why this file cannot be taken, in words; empty if it can."""
    name = clean_name(file.name or "")
    ending = _ENDING.search(name.lower())
    if ending and ending[1] in PROGRAMS:
        return _("“%(name)s” is a program. We take documents and pictures.") % {"name": name}
    if not file.size:
        return _("“%(name)s” is empty.") % {"name": name}
    if file.size > settings.ATTACHMENT_MAX_BYTES:
        said = {"name": name, "most": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        return _("“%(name)s” is too large. A file may have at most %(most)s.") % said
    return ""


def as_part(file: UploadedFile) -> Part:
    """Stored, chunk by chunk, and ready for a message."""
    return Part(
        name=file.name or "",
        content=store(file.chunks()),
        content_type=file.content_type or "application/octet-stream",
    )
