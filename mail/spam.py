"""What the mail servers before us thought of a letter. A hint only: nothing is thrown away for it. Pure."""

from __future__ import annotations

import re

from mail.parsed import ParsedMail

# Header → what it says when its writer took the letter for spam.
_SAID = {
    "x-spam-flag": r"\s*(?:yes|true)\b",
    "x-spam-status": r"\s*yes\b",
    "x-spam": r"\s*(?:yes|true|spam)\b",
    "x-spamd-result": r"[^;\[]{0,40}:\s*true\b",
    "x-rspamd-action": r"\s*(?:reject|add header|rewrite subject)",
    "x-spam-level": r"\s*\*{5}",
    "x-spam-bar": r"\s*\+{5}",
    "x-spampal": r"\s*spam\b",
    "x-barracuda-spam-flag": r"\s*yes\b",
    "x-bogosity": r"\s*(?:spam|yes)\b",
    "x-dspam-result": r"\s*spam\b",
    "x-crm114-status": r"\s*spam\b",
    "x-junkmail": r"\s*(?:yes|true|uce)\b",
    "x-ovh-spam-status": r"\s*spam\b",
    "x-gmx-antispam": r"\s*[1-9]",
    "x-ui-filterresults": r"\s*junk\b",
    "x-ms-exchange-organization-scl": r"\s*[5-9]\b",
    "x-microsoft-antispam": r".*\bscl:\s*[5-9]\b",
    "x-forefront-antispam-report": r".*(?:\bsfv:spm\b|\bsfv:sks\b|\bscl:\s*[5-9]\b|\bcat:(?:h?spm|h?phish"
    "|malw)\b)",
    "x-proofpoint-spam-details": r".*\bclassification=spam\b|.*\brule=spam\b",
    "x-mailscanner-spamcheck": r"\s*(?:spam\b|.*\bis spam\b)",
    "x-yandex-spam": r"\s*[4-9]",
    "x-spam-class": r"\s*(?:spam|bulk-spam)\b",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _SAID.items()}
_SUBJECT = re.compile(
    r"^\W{0,6}(?:spam|junk|suspected spam|probable spam|likely spam|rämpspost)\W{0,3}[\])*!}]", re.IGNORECASE
)
# The test letter of all filters.
_GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"


def hints(mail: ParsedMail) -> tuple[str, ...]:
    """What speaks for spam; empty for nearly all letters."""
    found = [
        name
        for name in _PATTERNS.keys() & mail.headers.keys()
        if any(_PATTERNS[name].match(value) for value in mail.headers[name])
    ]
    if _SUBJECT.match(mail.subject):
        found.append("subject")
    if _GTUBE in mail.text[:5_000]:
        found.append("gtube")
    return tuple(f"spam:{name}" for name in sorted(found))
