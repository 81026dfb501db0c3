"""A warning about a sender that looks like somebody else, in words and as markup."""

from collections.abc import Collection

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lib.icons import icon
from lib.lookalikes import Sign, signs

WORDS = {
    Sign.NAME_SHOWS_OTHER: _("The sender's name shows another address than the true one."),
    Sign.HIDDEN: _("The sender's name or address holds characters that are not seen."),
    Sign.MIXED: _("The sender's address mixes letters of two alphabets."),
    Sign.LOOKS_LATIN: _("The sender's domain looks Latin, but is written in other letters."),
    Sign.LIKE_OURS: _("The sender's address looks like one of ours, but is not."),
}


def warning(address: str, *names: str, ours: Collection[str] = ()) -> SafeString:
    """What is odd about the address under any of these names; empty for nearly everybody."""
    found = {sign for name in names or ("",) for sign in signs(name, address, ours=ours)}
    if not found:
        return SafeString("")
    words = " ".join(str(WORDS[sign]) for sign in Sign if sign in found)
    return format_html('<span class="odd">{}<span>{}</span></span>', icon("triangle-alert"), words)
