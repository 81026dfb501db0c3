"""A text without whose it was: names, addresses, numbers and references as far as they are known. Pure.

What nobody can know by rule (a name that stands nowhere but in the text, a street) is left: a person reads
the draft before it is published.
"""

import re
from collections.abc import Collection

GAP = "…"
SHORTEST = 3  # letters of a name that is looked for alone; shorter ones are parts of other words
_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"https?://\S+")
# A telephone, an account, an invoice, a postcode with its town's number: five digits and more, however set.
_NUMBER = re.compile(r"(?<![\w./])(?!\d{1,3}(?:\.\d{1,3}){3}(?!\d))\+?\(?\d(?:[\s().\-/]{0,2}\d){4,}(?![\w])")
_CODE = re.compile(r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{6,}\b")
_HASH = re.compile(r"#\d+")
_GREETING = re.compile(
    r"^(?:hi|hello|dear|hey|tere|tervist|lugupeetud|hea|cześć|dzień dobry|szanown\w+|hola|buenos días|buenas|"
    r"estimad[oa]s?|здравствуйте|добрый день|привет|уважаем\w+)\b[^\n]{0,60}[,!.:]?[ \t]*$",
    re.IGNORECASE,
)
_GAPS = re.compile(rf"{GAP}(?:[ \t]*{GAP})+")


def nameless(text: str, names: Collection[str] = (), known: Collection[str] = ()) -> str:
    """`names` of people and firms, each word of them too; `known` are words that must go as they are."""
    for one in sorted(known, key=len, reverse=True):
        if one.strip():
            text = re.sub(re.escape(one.strip()), GAP, text, flags=re.IGNORECASE)
    for pattern in (_MAIL, _CODE, _NUMBER, _HASH):
        text = pattern.sub(GAP, text)
    text = _WEB.sub(_bare_address, text)
    for name in sorted(_parts(names), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}\w{{0,3}}(?!\w)", GAP, text, flags=re.IGNORECASE)
    lines = [line for line in text.splitlines() if not _GREETING.match(line.strip())]
    return _GAPS.sub(GAP, "\n".join(lines)).strip()


def _bare_address(match: re.Match[str]) -> str:
    """Where it leads, without what may be a token in it."""
    return re.sub(r"[?#].*", "", match[0])


def _parts(names: Collection[str]) -> set[str]:
    """Whole names, and each of their words that is long enough."""
    found = {name.strip() for name in names if len(name.strip()) >= SHORTEST}
    return found | {
        word for name in found for word in re.findall(r"[^\W\d_]+", name) if len(word) >= SHORTEST
    }
