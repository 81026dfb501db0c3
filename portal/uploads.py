"""Files that customers attach: how many, how large, and which never."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from files.actions import store
from lib.tags import words
from tickets.actions.writing import Part, clean_name

MOST_FILES = 10
# What a computer would run when somebody opens it.
PROGRAMS = words(
    "ade adp apk app appx bat chm cmd com cpl dll exe gadget hta inf ins iso jar js jse lnk lib mde msc msi "
    "msp mst nsh pif ps1 psm1 reg scf scr sct sh shb sys vb vbe vbs vhd vxd wsc wsf wsh xll"
)
_ENDING = re.compile(r"\.([a-z0-9]+)[^a-z0-9.]*$")


class Files(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Several files; each that cannot be taken is named, with the reason."""

    widget = Files

    def clean(self, data, initial=None) -> list[UploadedFile]:
        files = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        problems = [problem for problem in map(trouble_with, files) if problem]
        if len(files) > MOST_FILES:
            problems.append(_("At most %(most)s files can come with one message.") % {"most": MOST_FILES})
        if sum(file.size for file in files) > settings.ATTACHMENTS_MAX_BYTES:
            most = filesizeformat(settings.ATTACHMENTS_MAX_BYTES)
            problems.append(_("All files together may have at most %(most)s.") % {"most": most})
        if problems:
            raise ValidationError(problems)
        return files


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


def as_parts(files: list[UploadedFile]) -> list[Part]:
    """Stored, chunk by chunk, and ready for a message."""
    return [
        Part(
            name=file.name or "",
            content=store(file.chunks()),
            content_type=file.content_type or "application/octet-stream",
        )
        for file in files
    ]
