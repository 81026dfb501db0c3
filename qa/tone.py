"""What an answer sounds like before and after it is sent: condescending, rude, careless. Pure.

Two layers. Rules: phrases of each language (`tones/data/*.toml`), and slips of form that any language can have.
A model: weights of words and pieces of words, where there is one for the language; `Result.layers` says. Quoted
words are nobody's fault here: neither the customer's own, nor code, nor names.
"""

from qa.tones.asked import unanswered
from qa.tones.attitude import attitude
from qa.tones.findings import CARELESS, CONDESCENDING, KINDS, RUDE, Finding, Result, strongest
from qa.tones.folding import Reading
from qa.tones.languages import language
from qa.tones.naming import naming
from qa.tones.promises import promises
from qa.tones.slips import slips
from qa.tones.tongues import wrong_language

__all__ = ["CARELESS", "CONDESCENDING", "KINDS", "RUDE", "Finding", "Result", "check"]

# What is longer than any answer is read so far; the rest is a log or a file that was pasted.
LONGEST = 20_000


def check(text: str, lang: str, *, name: str = "", context: str = "") -> Result:
    """`lang` as "en" or "en-GB"; one that is not known is checked by what holds in every language. `name` is the
    customer's, `context` what they had written.
    """
    code = lang.replace("_", "-").partition("-")[0].strip().lower()
    reading, known = Reading(text[:LONGEST]), language(code)
    found = [
        *attitude(reading, known),
        *slips(reading, known.loud),
        *promises(reading, known),
        *wrong_language(reading, code),
        *naming(reading, known, code, name),
    ]
    if context:
        found += unanswered(reading, known, context)
    return Result(0.5, tuple(strongest(found)), ("rules",))
