"""What an answer sounds like before and after it is sent: condescending, rude, careless. Pure.

Two layers. Rules: phrases of each language (`tones/data/*.toml`), and slips of form that any can have.
Models, where a language has them: how polite words are, and the undertone that many small cues have
together. `Result.layers` says who had a say.
Quoted words are nobody's fault here: neither the customer's own, nor code, nor names.
"""

from qa.tones.asked import unanswered
from qa.tones.attitude import attitude
from qa.tones.findings import CARELESS, CONDESCENDING, KINDS, RUDE, Finding, Result, strongest
from qa.tones.folding import Reading
from qa.tones.languages import Language, language
from qa.tones.manners import politeness
from qa.tones.model import RUDE_BELOW, model, model_findings, share
from qa.tones.naming import naming
from qa.tones.promises import promises
from qa.tones.slips import slips
from qa.tones.tongues import wrong_language
from qa.tones.undertones import heard, undertones
from qa.tones.unfinished import unfinished

__all__ = ["CARELESS", "CONDESCENDING", "KINDS", "RUDE", "Finding", "Result", "check"]

# What is longer than any answer is read so far; the rest is a log or a file that was pasted.
LONGEST = 20_000
# How much less polite a finding of full confidence makes an answer, on the scale of the model.
COSTS = {RUDE: 2.5, CONDESCENDING: 2.0, CARELESS: 0.3}


def check(text: str, lang: str, *, name: str = "", context: str = "", with_model: bool = True) -> Result:
    """`lang` as "en" or "en-GB"; one that is not known is checked by what holds in every language. `name` is
    the customer's, `context` what they had written.
    """
    code = lang.replace("_", "-").partition("-")[0].strip().lower()
    reading, known = Reading(text[:LONGEST]), language(code)
    weighed = model(code) if with_model else None
    by_rules = found = _by_rules(reading, known, code, name, context)
    undertone = undertones(code) if with_model else None
    if undertone:
        found = heard(reading, known, code, undertone, by_rules)
    polite = weighed.politeness(reading, known) if weighed else politeness(reading, known)
    impolite: list[Finding] = []
    if weighed and share(polite) < RUDE_BELOW and not _knows_words(reading, known):
        impolite = model_findings(reading, known, weighed, share(polite))
    # Where words are weighed for politeness, the undertone has had its say in them.
    counted = by_rules if weighed else found
    polite -= sum(COSTS[one.kind] * one.confidence for one in (*counted, *impolite))
    layers = ("rules", "model") if weighed or undertone else ("rules",)
    return Result(round(share(polite), 4), tuple(strongest([*found, *impolite])), layers)


def _knows_words(reading: Reading, known: Language) -> bool:
    """Whether a rule speaks or lets them pass: then the model has nothing to add."""
    return next(known.rules.spot(reading), None) is not None


def _by_rules(reading: Reading, known: Language, code: str, name: str, context: str) -> list[Finding]:
    found = [
        *attitude(reading, known),
        *slips(reading, known.loud),
        *promises(reading, known),
        *wrong_language(reading, code),
        *unfinished(reading, code),
        *naming(reading, known, code, name),
    ]
    return found + unanswered(reading, known, code, context) if context else found
