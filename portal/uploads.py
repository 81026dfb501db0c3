"""Files that customers attach: how many, how large, and which never."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from tickets.actions.writing import Part
from tickets.uploads import as_part, trouble_with

MOST_FILES = 10


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


def as_parts(files: list[UploadedFile]) -> list[Part]:
    return [as_part(file) for file in files]
