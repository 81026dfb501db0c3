"""What is new in a letter and what is only quoted: fold, never drop. Pure.

Works line by line with patterns that look at bounded pieces, so the cost is linear in the length.
"""

from mail.quoting.forwarded import Forwarded, forwarded, forwarded_mail
from mail.quoting.html import visible_html
from mail.quoting.letter import read_mail, visible_mail
from mail.quoting.plain import Split, visible

__all__ = [
    "Forwarded",
    "Split",
    "forwarded",
    "forwarded_mail",
    "read_mail",
    "visible",
    "visible_html",
    "visible_mail",
]
