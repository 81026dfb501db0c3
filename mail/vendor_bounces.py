"""Bounces without a status part: what mail servers and providers write in their own words. Pure.

First flufl.bounce, which knows many servers' letters; then words that most of them share.
"""

from __future__ import annotations

import re
from email.parser import BytesParser
from email.policy import compat32

from flufl.bounce import all_failures

from mail.addressing import normalise, read_addresses
from mail.bounces import MAX_RECIPIENTS, STATUS, UNKNOWN_ADDRESS, Bounce, FailedRecipient, failures
from mail.parsed import ParsedMail
from mail.returned import returned_id

# The patterns behind us are quick on letters of servers; these limits keep them so on letters of enemies.
MAX_RAW = 120_000
MAX_LINE = 400
MAX_LINES = 2_500
MAX_TEXT = 20_000

_UNDELIVERED = re.compile(
    r"undeliver|non[- ]?deliver|delivery (?:status|failure|failed|problem|error|notification|has failed"
    r"|report|warning|incomplete)"
    r"|returned (?:mail|to sender|message|e-?mail)|mail (?:delivery|system error|failure|returned"
    r"|not delivered|could not)"
    r"|failure (?:notice|delivery)|failed mail|failed delivery|not (?:be )?delivered|nondeliverable"
    r"|unable to deliver"
    r"|could ?n.t be delivered|could not (?:be delivered|deliver|send)|cannot (?:be delivered|deliver)"
    r"|message (?:delayed|status)"
    r"|deliver(?:y|ed) (?:delayed|temporarily)|delayed mail|still being retried|warning: (?:could not send"
    r"|message)"
    r"|message you sent (?:blocked|could)|address not found|user unknown|mailbox (?:full|unavailable)"
    r"|rejected mail"
    r"|unzustellbar|nicht zugestellt|zustellung|unzustellbarkeit|übermittlungsstatus|nachricht wurde nicht"
    r"|niedostarcz|nie (?:można|udało się|została|mogła) (?:\w+ )?dostarcz|nie dostarczono|zwrot poczty"
    r"|błąd dostar"
    r"|no se (?:ha podido|pudo|puede) entregar|no entregado|notificaci[oó]n de (?:estado|error|fallo)"
    r"|correo devuelto"
    r"|error en la entrega|недоставлен|не (?:был[ао]? )?доставлен|не удалось доставить"
    r"|невозможно доставить|ошибка доставки"
    r"|kohaletoimetamatu|kohale toimeta|edastamine ebaõnnestus|tagastatud kiri"
    r"|[eé]chec (?:de )?(?:la )?(?:remise|distribution|livraison)|non (?:remis|distribu|d[eé]livr)"
    r"|message non"
    r"|mancato recapito|mancata consegna|impossibile recapitare|non recapitat|notifica (?:dello|di) stato"
    r"|n[aã]o (?:foi )?(?:entregue|entregável|pode ser entregue)|falha (?:na|de) entrega|mensagem devolvida"
    r"|onbestelbaar|niet (?:bezorgd|afgeleverd|worden bezorgd)|bezorging mislukt|aflevering"
    r"|kan inte leverer|olevererbar|ej levererat|kunne ikke leveres|ikke leveret|ulevert|kan ikke leveres"
    r"|ei voitu toimittaa|toimitus epäonnistui|toimittamatta|palautettu viesti|не може бути доставлен"
    r"|nedoru[cč]iteln|nelze doru[cč]it|nedoru[cč]en|nepristaty|nepavyko pristatyti|nav piegādāt"
    r"|nevar piegādāt",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"^.{0,5}(?:-{2,}.{0,60}(?:original|returned|copy|below|follows|message|headers|body|unsent).{0,60}"
    r"|(?:this is a copy|a copy of|original message|below is|below this line|the following is|included is"
    r"|returned message)"
    r".{0,80}|return-path:.{0,200}|received: from.{0,200})$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS = re.compile(
    r"^[ \t>]{0,8}(original-recipient|final-recipient|action|status|diagnostic-code):[ \t]*(.{1,400})$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:'`=]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{1,250}\.[A-Za-z]{2,24}")
_FAILED = re.compile(
    r"\b(?:fail|undeliver|not (?:be )?deliver|couldn.t|could not|cannot|can.t|unable|unknown|reject|refus"
    r"|bounce|invalid"
    r"|does ?n.t exist|does not exist|not exist|no such|not found|not (?:a )?valid|full|quota|exceed"
    r"|disabled|inactive"
    r"|blocked|denied|error"
    r"|expired|unrouteable|timed out|permanent|fatal|problem|returned|4[25]\d|55\d|nicht|konnte|unbekannt"
    r"|nie |nieznan"
    r"|no se|no ha|desconocid|не |недост|неизвест|impossible|n.a pas|inconnu|non |sconosciut|n[aã]o |niet "
    r"|onbekend|inte "
    r"|ikke |ei |nelze|nepodařilo|neznám)",
    re.IGNORECASE,
)
_TEMPORARY = re.compile(
    r"\b(?:delayed|temporar|still (?:being retried|trying|in the queue|attempt)|will (?:be retried"
    r"|keep trying|continue)"
    r"|not yet been delivered|has not been delivered yet|no action is required|for past \d+"
    r"|do not need to resend"
    r"|you do not have to|warning (?:message )?only|4\.\d\.\d|(?<![\d.])4[25]\d[ -])",
    re.IGNORECASE,
)
# Said by no server that has given up.
_STILL_TRYING = re.compile(
    r"will (?:be retried|retry for|keep trying|continue to try|be re-?tried)|temporary problem delivering"
    r"|not yet been delivered|has not been delivered yet|still being retried|do not need to resend"
    r"|\(delay(?:ed)?\)|delayed \d+ hours|delivery (?:is |has been |was )?delayed"
    r"|warning: could not send message",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    r"gave up|giving up|given up|permanent|5\.\d\.\d|(?<![\d.])55\d[ -]|fatal|\bfailed\b", re.IGNORECASE
)


def undelivered(subject: str) -> bool:
    """Does the subject speak of a letter that did not arrive?"""
    return bool(_UNDELIVERED.search(subject[:300]))


def from_wording(mail: ParsedMail, raw: bytes, *, by_server: bool = True) -> Bounce | None:
    """What servers without status parts write. Unless `by_server`, only what flufl.bounce knows."""
    told = list(failures(_written_fields(mail.text)))
    if by_server and any(each.address for each in told):
        return Bounce(tuple(told[:MAX_RECIPIENTS]), returned_id(mail))
    above = _above_copy(mail.text)
    known = _by_flufl(mail, raw) or (_by_words(mail, above) if by_server else [])
    if not known:
        return None
    if _STILL_TRYING.search(f"{mail.subject}\n{above}"):
        known = [(address, False) for address, _for_good in known]
    return Bounce(
        tuple(_described(address, for_good, above) for address, for_good in known[:MAX_RECIPIENTS]),
        returned_id(mail),
    )


def _written_fields(text: str) -> list[dict[str, str]]:
    """Status fields that somebody wrote into the text instead of a part of their own."""
    return [{name.lower(): value.strip()} for name, value in _FIELDS.findall(text[: 3 * MAX_TEXT])[:400]]


def _above_copy(text: str) -> str:
    text = text[:MAX_TEXT]
    found = _STOPS.search(text, 1)
    return text[: found.start()] if found and text[: found.start()].strip() else text


def _by_flufl(mail: ParsedMail, raw: bytes) -> list[tuple[str, bool]]:
    named = mail.headers.get("x-failed-recipients", ())
    lasting = {address.key for value in named for address in read_addresses(value)}
    passing: set[str] = set()
    if raw:
        try:
            soft, hard = all_failures(BytesParser(policy=compat32).parsebytes(_bounded(raw)))
        except Exception:  # flufl.bounce raises on some letters; the words have to tell enough for those
            soft, hard = frozenset(), frozenset()
        passing = {normalise(_text(address)) for address in soft}
        lasting |= {normalise(_text(address)) for address in hard}
    known = [(address, True) for address in sorted(lasting - {""})]
    return known + [(address, False) for address in sorted(passing - lasting - {""})]


def _bounded(raw: bytes) -> bytes:
    lines = raw[:MAX_RAW].split(b"\n")[:MAX_LINES]
    return b"\n".join(line[:MAX_LINE] for line in lines)


def _text(address: object) -> str:
    return address.decode("utf-8", "replace") if isinstance(address, bytes) else str(address)


def _by_words(mail: ParsedMail, above: str) -> list[tuple[str, bool]]:
    """Addresses that stand beside words of failure, none of which is the reader's or the writer's."""
    readers = {address.key for address in (*mail.to, *mail.cc)} | {
        normalise(each) for each in mail.delivered_to
    }
    writer = mail.from_.key if mail.from_ else ""
    if not (undelivered(mail.subject) or _FAILED.search(above)):
        return []
    later = bool(_TEMPORARY.search(mail.subject) or (_TEMPORARY.search(above) and not _GAVE_UP.search(above)))
    lines = above.split("\n")
    found: dict[str, bool] = {}
    for at, line in enumerate(lines[:300]):
        for match in _ADDRESS.finditer(line[:1_000]):
            address = normalise(match[0].rstrip("."))
            beside = " ".join(lines[max(0, at - 4) : at + 4])
            mine = (
                address in readers or address == writer or re.match(r"(?:postmaster|abuse|support)@", address)
            )
            if address and not mine and _FAILED.search(beside):
                found.setdefault(address, not later)
    return list(found.items())[:10]


def _described(address: str, for_good: bool, above: str) -> FailedRecipient:
    """Status and words that stand behind the address, or at least somewhere in the letter."""
    at = above.lower().find(address)
    near = above[max(at, 0) : max(at, 0) + 600]
    wanted = "5" if for_good else "4"
    codes = [code for code in STATUS.findall(near) + STATUS.findall(above) if code.startswith(wanted)]
    words = UNKNOWN_ADDRESS.search(near) if at >= 0 else None
    line = " ".join(near[max(0, words.start() - 80) : words.end() + 80].split()) if words else ""
    return FailedRecipient(address, codes[0] if codes else "", for_good, line)
