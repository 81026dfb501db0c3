"""Words by which machines give themselves away where headers say nothing: weak signs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mail import absence
from mail.parsed import ParsedMail
from mail.signs import Kind, Sign

_AUTOMATIC = re.compile(
    r"(?:this|the following) (?:is|e-?mail (?:is|was|has been)|message (?:is|was|has been)|response (?:is"
    r"|was))"
    r" (?:an? )?(?:auto(?:mated|matic(?:ally)?)?)[- ]?(?:generated|reply|response|message|e-?mail"
    r"|notification|sent|answer)?"
    r"|auto(?:mated|matic)(?:ally[- ]generated)?[- ](?:reply|response|answer)\b|autoresponder"
    r"|(?:do not|don.t|please do not) (?:reply|respond) to this (?:e-?mail|message|address)"
    r"|see on automaat|automaatvastus|ärge vastake sellele|wiadomość (?:została )?wygenerowana automatycznie"
    r"|automatyczna odpowiedź|prosimy? nie odpowiadać|(?:este|esta) (?:correo|mensaje|respuesta) (?:es"
    r"|ha sido|se ha)"
    r" (?:\w+ )?autom|respuesta automática|no responda a este|это автоматическ|автоматический ответ"
    r"|не отвечайте на это"
    r"|diese (?:e-?mail|nachricht|antwort) wurde automatisch|automatisch (?:generiert|erstellt|erzeugt)"
    r"|automatische antwort|ceci est (?:un|une) (?:message|réponse) automatique|merci de ne pas répondre"
    r"|risposta automatica|messaggio (?:è stato )?generato automaticamente|non rispondere a quest"
    r"|resposta automática|mensagem (?:é )?automática|não responda a est|automatisch (?:gegenereerd"
    r"|bericht|antwoord)"
    r"|detta är ett auto(?:matiskt)?[- ]?(?:svar|meddelande)|dette er (?:et|en) auto"
    r"|automaattinen (?:vastaus|viesti)"
    r"|це автоматичн|автоматична відповідь|automatick[aáou]+ (?:odpov|zpráv)|automatinis (?:atsakymas"
    r"|pranešimas)"
    r"|automātisk[asāi]+ (?:atbilde|ziņojum)",
    re.IGNORECASE,
)
# The long patterns are slow on ordinary letters, and every match holds one of these.
_AUTOMATIC_HINTS = [
    "auto",
    "авто",
    "vastake",
    "odpowiadać",
    "responda",
    "отвечайте",
    "répondre",
    "rispondere",
    "to this",
]
_CHALLENGE_HINTS = [
    "protected by",
    "verif",
    "approved",
    "challenge",
    "allowed list",
    "whitelist",
    "confirm you",
]
_CHALLENGE = re.compile(
    r"(?:account|mailbox|inbox|address|e-?mail) is protected by|protected by a spam|approved senders? list"
    r"|(?:confirm|verify) (?:that )?(?:you are|your (?:e-?mail )?address|yourself|this message)"
    r"|to (?:ensure|complete|allow|release) (?:the )?(?:delivery|your message)|recipient.s (?:allowed"
    r"|approved|white)"
    r"|challenge[- ]response|awaiting (?:your )?verification|one[- ]time (?:verification|confirmation)",
    re.IGNORECASE,
)
_SENDS_TO_MANY = re.compile(
    r"(?:e?-?news|newsletters?|notifications?|notify|alerts?|updates?|digest|mailings?|mailinglist"
    r"|marketing|offers?"
    r"|deals|promo(?:tions?)?|campaigns?|survey)(?:[-_+]|$)|.*[-_.+](?:news|newsletter|notifications?"
    r"|alerts?)$"
)
# How letters to many say at their end that one may leave.
_LEAVING = """
unsubscribe; opt-out; opt out; to be removed from; manage your subscription; manage your
preferences; tühista tellimus; loobu uudiskirja; wypisz; zrezygnować z; darse de baja; cancelar
suscripción; cancelar la suscripción; отписаться; отказаться от рассылки; abbestellen; newsletter
abmelden; désabonner; désinscrire; disiscriv; annulla iscrizione; cancelar subscrição; cancelar
inscrição; afmelden; avprenumerera; avregistrera; afmeld; meld deg av; peruuta tilaus; відписатися;
odhlásit; atsisakyti naujienlaišk; atrakstīties
"""
_LEAVES_LIST = [" ".join(words.split()) for words in _LEAVING.split(";")]
_FOOT = 3_000  # characters at the end
MAX_LOOKED_AT = 20_000  # an answer may quote somebody's foot
_SHORT = 500  # somebody who asks to be taken off a list does not write more
_LINK = re.compile(r"click|follow(?:ing)? link|visit|reply to this")


def wording(mail: ParsedMail) -> Iterator[Sign]:
    """Weak signs in the subject, at the beginning and at the end of what was written."""
    answers = mail.in_reply_to or mail.references or "\n>" in mail.text[:MAX_LOOKED_AT]
    foot = mail.text[-_FOOT:].lower() if len(mail.text) > _SHORT and not answers else ""
    if any(words in foot for words in _LEAVES_LIST):
        yield Sign("text:unsubscribe", Kind.BULK, 0.5)
    if absence.generated(mail.subject):
        yield Sign("subject:generated", Kind.OUT_OF_OFFICE, 0.6)
    elif absence.mentioned(mail.subject):
        yield Sign("subject:out-of-office", Kind.OUT_OF_OFFICE, 0.4)
    if mail.from_ and _SENDS_TO_MANY.match(mail.from_.key.partition("@")[0]):
        yield Sign("from:to-many", Kind.BULK, 0.5)
    words = absence.above_quote(mail.text)
    plain = words.lower()
    if any(hint in plain for hint in _AUTOMATIC_HINTS) and _AUTOMATIC.search(plain):
        yield Sign("text:automatic", Kind.AUTO_REPLY, 0.6)
    if absence.says_away(words):
        yield Sign("text:away", Kind.OUT_OF_OFFICE, 0.4)
    guarded = any(hint in plain for hint in _CHALLENGE_HINTS) and _LINK.search(plain)
    if guarded and len(set(_CHALLENGE.findall(plain))) > 1:
        yield Sign("text:challenge", Kind.AUTO_REPLY)
