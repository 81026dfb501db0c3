"""Letters a machine writes for somebody who is away: how they say so, and until when. Pure.

Words of 18 languages: en et pl es ru de fr it pt nl sv no da fi uk cs lt lv.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from mail.dates import dates_in

LOOKED_AT = 1_500  # characters of a body; machines come to the point
FARTHEST = timedelta(days=400)

_REPLY_PREFIX = r"(?:(?:re|aw|antw|odp|vs|sv|ed|rv|res|rif|vast|отв|на)\s?(?:\[\d+\])?\s?:\s?){0,5}"
# What programs put in front of the subject that they answer.
_GENERATED = re.compile(
    rf"^\W*{_REPLY_PREFIX}[\[(]?(?:"
    r"auto\s?:.{0,80}(?:out of|away|absen|office)"
    r"|out[- ]of[- ](?:the[- ])?office(?:\W*$|\s*(?:auto[- ]?reply|reply|response|notification"
    r"|message)?\s*[:\]])"
    r"|(?:automatic|automated|auto)[- ]?(?:reply|response|respon[ds]er?|answer)(?:\W|$)"
    r"|auto-?reply\W|autoreply|(?:vacation|holiday|away|absence)[- ](?:reply|notice|notification|message)"
    r"|automaatvastus|automaatne vastus|kontorist väljas\W"
    r"|autoodpowied[zź]|odpowied[zź] automatyczna|automatyczna odpowied[zź]|poza biurem\s*(?::|$)"
    r"|respuesta autom[aá]tica|autorrespuesta|auto-?respuesta|fuera de (?:la )?oficina\s*(?::|$)"
    r"|автоответ|автоматический ответ|авто-ответ|вне офиса\s*(?::|$)"
    r"|automatische antwort|abwesenheitsnotiz|abwesenheitsmeldung|abwesenheitsbenachrichtigung"
    r"|abwesenheitsassistent|r[eé]ponse automatique|message d.absence|absence du bureau\s*(?::|$)"
    r"|risposta automatica|fuori (?:sede|ufficio)\s*(?::|$)"
    r"|resposta autom[aá]tica|fora do escrit[oó]rio\s*(?::|$)"
    r"|automatisch antwoord|automatische reactie|afwezigheidsbericht|afwezigheidsmelding"
    r"|autosvar|auto-?svar|automatiskt svar|automatisk svar|frånvaromeddelande|fraværs(?:assistent|besked"
    r"|melding)"
    r"|automaattinen vastaus|poissaoloviesti|poissaoloilmoitus"
    r"|автоматична відповідь|автовідповідь|поза офісом\s*(?::|$)"
    r"|automatick[aá] odpov[eě][dď]|mimo kancel[aá][rř]\s*(?::|$)"
    r"|automatinis atsakymas|autom[aā]tisk[aā] atbilde|automātiskā atbilde"
    r")",
    re.IGNORECASE,
)
# What people also write about.
_MENTIONED = re.compile(
    r"out[- ]of[- ](?:the[- ])?office|on (?:annual |sick |parental |maternity )?leave|\bvacation"
    r"|\bholidays?\b"
    r"|away from|i am (?:currently )?away|not in the office|autorespon"
    r"|kontorist (?:väljas|ära)|puhkusel|ei viibi kontoris"
    r"|nieobecno|poza biurem|na urlopie|\burlop|fuera de (?:la )?oficina|ausencia|vacaciones"
    r"|вне офиса|отсутств|нет на месте|в отпуске|abwesen|nicht im (?:büro|haus)|im urlaub"
    r"|absence|absente?\b|en cong[eé]|hors du bureau|fuori (?:sede|ufficio)|in ferie|assenza|assente"
    r"|fora do escrit[oó]rio|aus[eê]ncia|ausente|de f[eé]rias|afwezig|niet op kantoor|met vakantie"
    r"|op vakantie"
    r"|frånvaro|frånvarande|på semester|inte på kontoret|fravær|på ferie|ikke på kontoret"
    r"|poissa\b|lomalla|відсутн|поза офісом|у відпустці|nep[rř][ií]tom|na dovolen[eé]|mimo kancel"
    r"|atostog|nesu biure|atvaļinājum|prombūtn|neesmu birojā",
    re.IGNORECASE,
)
# How a sentence of absence begins, and how it goes on. Only the languages that a letter speaks are looked at:
# one pattern for all of them would be the slowest thing in reading an ordinary letter.
_SENTENCES = {
    "i am;i'm;i’m;i will be;we are;out of office;out of the office;currently": (
        r"(?:i am|i'm|i’m|i will be|we are)\s+(?:\w+\s+){0,2}"
        r"(?:out of|away|on (?:\w+ )?(?:leave|vacation|holiday))"
        r"|^\W*out of (?:the )?office\b|out of (?:the )?office (?:from|until|till|and|with|between)"
        r"|currently (?:out|away|unavailable|on (?:leave|vacation|holiday))"
    ),
    "is out of;is away;is on": (
        r"is (?:\w+ )?(?:out of (?:the )?office|away until|on (?:\w+ )?(?:leave|vacation))"
    ),
    "olen;viib": (
        r"(?:olen|viibin) (?:\w+ )?(?:puhkusel|kontorist|eemal|lähetuses|haiguslehel)|ei viibi kontoris"
        r"|olen (?:\w+ ){0,3}(?:lomalla|poissa|vuosilomalla|työmatkalla)"
    ),
    "jestem;przebywam na;będę;nie ma mnie": (
        r"jestem (?:\w+ )?(?:na urlopie|poza biurem|nieobecn)|przebywam na|będę nieobecn|nie ma mnie w biurze"
    ),
    "estoy;estaré;me encuentro": r"(?:estoy|estaré|me encuentro) (?:\w+ )?(?:fuera|de vacaciones|ausente)",
    "я ;буду;нахожусь;сейчас;меня не;перебуваю;зараз;мене не": (
        r"(?:я|буду|нахожусь|сейчас) (?:\w+ )?(?:в отпуске|вне офиса|отсутств)|меня не будет"
        r"|(?:я|буду|перебуваю|зараз) (?:\w+ )?(?:у відпустці|відсутн|поза офісом)|мене не буде"
    ),
    "ich bin;bin ich;ich befinde": (
        r"(?:ich bin|bin ich|ich befinde mich) (?:[\w.]+ ){0,8}"
        r"(?:nicht|abwesend|außer haus|im urlaub|unterwegs)"
    ),
    "je suis;je serai": r"je (?:suis|serai) (?:\w+ )?(?:absent|en cong|en vacances|hors d)",
    "sono;sarò": r"(?:sono|sarò) (?:\w+ )?(?:assente|fuori|in ferie)",
    "estou;estarei": r"(?:estou|estarei) (?:\w+ )?(?:ausente|fora|de f[eé]rias)",
    "ik ben": r"ik ben (?:[\w.]+ ){0,6}(?:afwezig|niet|met vakantie|op vakantie|buiten)",
    "jag är": (r"jag är (?:\w+ ){0,3}(?:på semester|borta|frånvarande|inte på|ledig|bortrest|föräldraledig)"),
    "jeg er;jeg har;jeg holder": (
        r"jeg (?:er|har|holder) (?:\w+ ){0,3}"
        r"(?:på ferie|ferie|fravær|ikke på|bortreist|ute av|ude af|permisjon)"
    ),
    "jsem;budu;nejsem": r"(?:jsem|budu) (?:\w+ ){0,3}(?:mimo|na dovolen|nep[rř][ií]tom)|nejsem v kancel",
    "esu;būsiu;šiuo metu": (
        r"(?:esu|būsiu) (?:\w+ )?(?:atostog|išvyk)|šiuo metu (?:\w+ ){0,2}(?:atostog|nesu|nedirbu)"
    ),
    "esmu;atrodos;būšu": r"(?:esmu|atrodos|būšu) (?:\w+ )?(?:atvaļin|prombūt|komandēj)|neesmu birojā",
}
_AWAY = [(begins.split(";"), re.compile(rf"(?<!\w)(?:{goes_on})")) for begins, goes_on in _SENTENCES.items()]
_UNTIL = re.compile(
    r"\b(?:until|till|thru|through|back (?:in the office )?(?:on|in)?"
    r"|return(?:ing)?(?: to (?:the )?office)?(?: on)?"
    r"|kuni|tagasi|naasen|do(?: dnia)?|powrót|wracam|hasta(?: el)?|regres(?:o|aré)(?: el)?|vuelvo(?: el)?"
    r"|до|по|вернусь|bis(?: zum| einschließlich| inkl\.?)?|wieder (?:ab|am|im haus ab)?|ab dem|zurück am"
    r"|jusqu.au|de retour(?: le)?|retour le|fino al|rientr(?:o|erò)(?: il)?|at[eé](?: ao?)?(?: dia)?"
    r"|regress(?:o|arei)(?: a| em| no dia)?|tot(?: en met)?|t/m|terug op|till och med|till"
    r"|tillbaka(?: den)?|åter"
    r"|t\.?o\.?m\.?|til(?: og med)?|tilbake|tilbage(?: den)?|igen(?: den)?|asti|saakka|palaan|повернуся"
    r"|vrátím se|zpět|iki|grįšiu|līdz|atgriezīšos)\b",
    re.IGNORECASE,
)
_QUOTE_BEGINS = re.compile(r"^(?:>|-{3,}|_{5,}|from:|von:|de:|od:|от:)", re.IGNORECASE | re.MULTILINE)


def generated(subject: str) -> bool:
    """Does the subject begin as machines begin theirs?"""
    return bool(_GENERATED.search(subject[:300]))


def mentioned(subject: str) -> bool:
    """Does the subject speak of an absence? People's do too."""
    return bool(_MENTIONED.search(subject[:300]))


def says_away(text: str) -> bool:
    """Does the writer say, before anything quoted, that they are away?"""
    plain = above_quote(text).lower()
    return any(any(begin in plain for begin in begins) and says.search(plain) for begins, says in _AWAY)


def above_quote(text: str) -> str:
    text = text[:LOOKED_AT]
    found = _QUOTE_BEGINS.search(text, 1)
    return text[: found.start()] if found and text[: found.start()].strip() else text


def away_until(subject: str, text: str, sent: date) -> date | None:
    """The day it names as the end of the absence: on or after `sent`, within 400 days. Best effort.

    A date behind a word such as until, back on, bis, до comes first; else the last date it names.
    """
    for piece in (subject[:300], above_quote(text)):
        found = [each for each in dates_in(piece, sent) if sent <= each.day <= sent + FARTHEST]
        if not found:
            continue
        for word in _UNTIL.finditer(piece):
            for each in found:
                if 0 <= each.start - word.end() <= 25 and "\n\n" not in piece[word.end() : each.start]:
                    return each.day
        return max(found, key=lambda each: each.start).day
    return None
