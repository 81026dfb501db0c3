"""What the search box says: what is wrong, where, and what would do."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.search import MOST_TERMS, Problem, parse


@dataclass(frozen=True)
class Said:
    """A problem in words. `text` is what was asked with the place marked, `hint` a text that would do."""

    sentence: str
    text: SafeString
    hint: str = ""


def explained(problem: Problem, asked: str) -> Said:
    at, end = problem.at, problem.at + problem.length
    pointed = asked[at:end] or " "
    text = format_html("{}<mark>{}</mark>{}", asked[:at], pointed, asked[end:])
    return Said(_sentence(problem), text, _hint(problem, asked))


def _hint(problem: Problem, asked: str) -> str:
    """The text mended, if that makes it better: nobody is sent from an error to the same error."""
    hint = _mended(problem, asked)
    still = any(
        (one.kind, one.at, one.word) == (problem.kind, problem.at, problem.word)
        for one in parse(hint).problems
    )
    return "" if still and len(hint) >= len(asked) else hint


def _mended(problem: Problem, asked: str) -> str:
    """The text as it may have been meant."""
    at, end, hint = problem.at, problem.at + problem.length, problem.hint
    if problem.kind in {"unknown_team", "unknown_type", "unknown_colleague", "bad_value"} and hint:
        hint = f'"{hint}"' if " " in hint else hint
    elif problem.kind == "unknown_field":
        rest = asked[end:].split(" ")[0].lstrip(":").strip('"')
        # Without such a field they are words.
        return asked[:at] + hint + asked[end:] if hint else f"{asked[:at]}{problem.word} {rest}".strip()
    elif problem.kind == "open_quote":
        return f'{asked}"'
    elif problem.kind == "open_bracket":
        return f"{asked})"
    elif problem.kind in {"stray_bracket", "dangling"}:
        hint = ""
    else:
        return ""
    return " ".join(f"{asked[:at]}{hint}{asked[end:]}".split()) if hint or at or end < len(asked) else ""


def _sentence(problem: Problem) -> str:
    said = {
        "unknown_field": _(
            "There is nothing called “%(word)s” to ask for. Names that do: status, team, from …"
        ),
        "no_value": _("Say what “%(word)s” should be, right behind it: %(hint)s"),
        "bad_value": _("“%(word)s” is not one of: %(options)s."),
        "bad_time": _("“%(word)s” is no time. These are: 2026-01-31, 2026-01, today, yesterday, 7d, 2h."),
        "bad_number": _("“%(word)s” is no number."),
        "no_comparing": _("“%(word)s” cannot be more or less. Write %(hint)s"),
        "open_quote": _("The quotation mark that opens here is never closed."),
        "open_bracket": _("The bracket that opens here is never closed."),
        "stray_bracket": _("Nothing opened the bracket that closes here."),
        "dangling": _("Something to search for must stand on both sides of OR, and behind NOT or a minus."),
        "too_long": _("This is longer than a search can be; leave out what stands from here on."),
        "too_many": _(
            "A search has at most %(most)s words and conditions; leave out what stands from here on."
        ),
        "too_deep": _("There are too many brackets inside of each other."),
        "too_broad": _(
            "This would take too long to look through. Narrow it: a rarer word, a team, created>30d."
        ),
        "unknown_team": _("You have no team called “%(word)s”. Yours: %(options)s."),
        "unknown_type": _("There is no type called “%(word)s”. There are: %(options)s."),
        "unknown_colleague": _("There is no colleague of yours called “%(word)s”."),
    }[problem.kind]
    options = ", ".join(problem.options)
    return said % {"word": problem.word, "hint": problem.hint, "options": options, "most": MOST_TERMS}


def examples() -> list[tuple[str, str]]:
    """For the help: a text and what it finds."""
    return [
        ("status:open assignee:me", _("open, and on your desk")),
        ('refund -"test order"', _("with a word, and without this very phrase")),
        ("tag:refund,invoice", _("with one of these tags")),
        ("from:acme.com has:attachment", _("from an address or domain, with a file")),
        ("(refund OR invoice) created>7d", _("one word or another, from the last seven days")),
        ("due<2h priority>=high", _("due within two hours, and pressing")),
        ("created:2026-01 is:late", _("of a month, and past its promise")),
    ]
