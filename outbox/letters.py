"""Letters as templates: emails/<letter>/{subject.txt,body.txt,body.html}, in a reader's language."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from lib.text import one_line

MAX_SUBJECT = 500


def render(letter_name: str, context: Mapping[str, Any], language: str) -> tuple[str, str, str]:
    """Subject, text and HTML. The subject is one line whatever comes in; text is not escaped, HTML is.

    A language that the desk does not speak falls back to its own.
    """
    if language not in dict(settings.LANGUAGES):
        language = settings.LANGUAGE_CODE
    known = {
        "desk_name": settings.DESK_NAME,
        "base_url": settings.BASE_URL,
        "language": language,
        **context,
    }
    with translation.override(language):
        subject = one_line(_plain(f"emails/{letter_name}/subject.txt", known), MAX_SUBJECT)
        text = _plain(f"emails/{letter_name}/body.txt", known).strip() + "\n"
        html = get_template(f"emails/{letter_name}/body.html").render(known)
    return subject, text, html


def _plain(name: str, context: Mapping[str, Any]) -> str:
    return get_template(name).template.render(Context(dict(context), autoescape=False))
