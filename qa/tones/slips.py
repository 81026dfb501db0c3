"""Careless by form, in any language: places left to be filled, broken links, shouting. Pure."""

import re
from collections.abc import Iterator

from qa.tones.findings import CARELESS, Finding
from qa.tones.folding import HIDDEN, Reading, fold

# Words for what is filled in, in every language that is read here; folded beginnings.
_FILLED = (
    "name|firstname|lastname|surname|fname|lname|nimi|eesnimi|perenimi|perekonnanimi|imie|imię|nazwisk|nombre|apellid|imya|имя|фамили|"
    "отчеств|customer|client|klient|klien|cliente|клиент|user|kasutaja|uzytkown|usuario|пользовател|agent|agendi|agente|"
    "агент|оператор|order|tellimus|zamowien|pedido|заказ|date|kuupaev|data|fecha|дата|дату|link|lingi|enlace|ссылк|company|"
    "firma|ettevot|empresa|компани|product|toode|toote|produkt|producto|товар|продукт|amount|summa|kwota|importe|"
    "сумм|number|numero|numer|номер|ticket|piletinumber|incidencia|заявк|invoice|arve|faktur|factura|счет|phone|telefon|телефон|"
    "address|aadress|adres|direccion|адрес|email|title|tiitel|tytul|titulo|city|price|hind|cena|precio|цена|subject|"
    "reason|pohjus|powod|motivo|причин|id|url|time|kellaaeg|godzin|hora|время|signature|allkiri|podpis|firma"
)  # fmt: skip
_ORDERED = (
    "insert|add|enter|fill|paste|type|choose|select|delete|remove|change|your|put|replace|lisa|sisesta|kustuta|taida|pane|vali|wstaw|"
    "wpisz|uzupelnij|usun|skresl|niepotrzebne|wklej|dodaj|inserta|insertar|inserte|anadir|borrar|borre|poner|ponga|pegar|escribir|"
    "вставь|вставит|вписат|впиш|добав|указат|удалит|зачеркн|ненужное|заполн"
)
_HTML = "a|abbr|b|big|blockquote|body|br|code|div|em|font|h[1-6]|head|hr|html|i|img|li|ol|p|pre|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul"
_KEYS = "enter|esc|escape|ctrl|alt|shift|tab|del|delete|space|home|end|win|cmd|f\\d+|fn|return|backspace|sic|ok|x|v|save|cancel|yes|no"
_L = r"[^\W\d_]"

# What is looked for, and how sure it is that somebody forgot to fill it in.
_PLACES = [
    (re.compile(r"\{\{\s*[^{}\n]{1,60}\}\}|\{%[^{}\n]{1,60}%\}|\$\{[^{}\n]{1,60}\}|#\{[^{}\n]{1,60}\}"), 0.98),
    (re.compile(rf"(?<![{{\w$#]){{\s*{_L}[\w .|:-]{{0,40}}}}(?!}})"), 0.95),
    (re.compile(rf"<<\s*[^<>\n]{{1,40}}>>|«(?:{_FILLED})\w*»", re.IGNORECASE), 0.97),
    (re.compile(rf"<(?!/|(?:{_HTML})\b|https?:)(?:{_L}[\w -]{{1,30}})>", re.IGNORECASE), 0.9),
    (re.compile(r"%%?[A-ZА-ЯÕÄÖÜŁŚĆ_]{3,30}%%?|%\((?:\w{2,30})\)s|%[a-z]+_?name%|\*\|[A-Z_:]{2,30}\|\*"), 0.97),
    (re.compile(rf"\$(?:{_FILLED})\w*|@@\w+@@|~~(?:{_FILLED})\w*~~|##\w+##", re.IGNORECASE), 0.95),
    (re.compile(rf"\b(?:{_L}*(?:{_FILLED})_\w+|\w+_(?:{_FILLED}){_L}*)\b", re.IGNORECASE), 0.9),
    (re.compile(r"\b[XХ]{3,}\b|\bx{4,}\b|\b[xX]{2}[./-][xX]{2}[./-][xX]{2,4}\b"), 0.92),
    (re.compile(r"\b[XХ]{2}(?=\s*(?:[€$£%]|eur|usd|zł|zl|pln|руб|евро|day|päev|dni|día|дн|kr\b|hour|tundi|hora|godzin))", re.IGNORECASE), 0.92),
    (re.compile(r"(?<=[€$£] )[XХ]{2,}\b|(?<=[€$£])[XХ]{2,}\b|\b(?:Hi|Hello|Dear|Tere|Hola|Witam|Здравствуйте),? XX\b"), 0.92),
    (re.compile(r"_{4,}|\.{6,}(?!\s*\n)|…{3,}"), 0.85),
    (re.compile(r"\b(?:TODO|TBD|FIXME|TBC|T\.B\.D\.|PLACEHOLDER|CHANGEME|CHANGE ME)\b|\bto be (?:filled|completed|inserted)\b(?: in)?"), 0.9),
    (re.compile(r"\blorem ipsum\b", re.IGNORECASE), 0.98),
    (re.compile(r"\((?:link|links|enlace|ссылка|lingid|odnośnik|url|name|nimi|imię|nombre|имя|date|kuupäev|data|fecha|дата|number)\)", re.IGNORECASE), 0.85),
    (re.compile(r"(?m)^\s*(?:Dear|Hello|Hi|Lugupeetud|Tere|Szanown\w+ Pan\w*|Witaj|Estimad[oa]|Hola|Уважаем\w+|Здравствуйте)\s+,|\b(?:Dear|Lugupeetud|Estimad[oa]|Уважаем(?:ый|ая)),"), 0.8),
]  # fmt: skip
_FORM_OF_DATE = re.compile(
    r"\b(?:DD|PP|dd|ДД|GG)([./-])(?:MM|KK|mm|ММ|AA)\1(?:YYYY|AAAA|RRRR|yyyy|ГГГГ|YY|ГГ|АА)\b"
)
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,60})\](?!\()")
_OF_A_FORM = re.compile(r"format|vorming|kujul|vormis|formac|wzor|zapis|формат|вид")
_CLICKED = re.compile(
    r"(?:press|click|hit|select|choose|tap|button|vajuta\w*|klopsa\w*|klikk\w*|nupp\w*|kliknij|kliknac|nacisn\w*|wcisn\w*|przycisk\w*|"
    r"pulse|pulsa\w*|haga clic|boton|нажм\w*|нажат\w*|кнопк\w*|выбер\w*)\W+(?:\w+\W+){0,2}$"
)
_ORDER = re.compile(
    rf"(?i)(?:^|(?<=[\n.!?] )|(?<=\n))(?:(?:{_ORDERED}|siia tuleb|tu {_L}+|сюда|siia)\b[^.!?\n]{{0,40}}?)"
    r"(?:template|snippet|boilerplate|macro|here\b|mall\b|malli|tekst siia|szablon|tekst tutaj|plantilla|texto aqu|шаблон|текст сюда)[^.!?\n]*"
)

_LINKS = [
    (re.compile(r"\b(?:https?|ftp):?/(?!/)[^\s/]\S*|\bhttps?//\S+|\bhttps?:(?!/)[^\s/]{2}\S*|\bhttps?;//\S+|\bhttps?::+//?\S+|\bhttps?:\\+\S+|\bhttps?:///+\S+"), 0.95),
    (re.compile(r"\b(?:htp|htps|htttp|htttps|httpss|hhtp|hhtps|http?s?s|ttps?|htpp|htpps|hppts?|hptts?|htt)s?:?//\S*"), 0.95),
    (re.compile(r"\bhttps?://\s*(?=$|[\s.,;)!?](?!\S))|\bhttps?://(?=\s|\.\s|\.$)"), 0.95),
    (re.compile(r"\bhttps?://https?:?/?/?\S*|\bhttps?://www\.https?\S*"), 0.95),
    (re.compile(r"\b(?:https?://|www\.)[\w-]+(?:\.[\w-]+)*,[a-z]\S*|\bwww,[\w-]+\S*|\bwww\.[\w-]+/?(?=\s|$|[.,;]\s)|\bww\.[\w-]+\.\w\S*|\bwwww+\.\S+|\bwww\.\s+\w+\.\w{2,}"), 0.9),
    (re.compile(r"\bhttps?://[\w-]+ [\w-]+/\S*|\bhttps?://[\w.-]+ \.?(?:com|org|net|ee|pl|es|ru|eu|io|de)\b\S*|\bhttps?://\w+ [\w-]+\.(?:com|org|net|ee|pl|es|ru|eu|io)\b\S*"), 0.9),
    (re.compile(r"\b(?:https?://|www\.)[\w./-]+ /+[\w-]\S*"), 0.9),
    (re.compile(r"(?:\bhttps?://\S*|\bwww\.\S*|\b[a-z][\w-]*)\.\.[a-z]{2,}\S*|\bhttps?://\.\S*|\bhttps?://[\w-]+/?(?=\s|$|[.,;]\s)(?<!localhost)(?<!localhost/)"), 0.9),
    (re.compile(r"\]\(\s*(?:#|TODO|url|link)?\s*\)|href=([\"'])\1|\bhttps?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\S*|\bfile:///\S*"), 0.85),
    (re.compile(r"\bhttps?://\S*(?:[<\[{]\s*[\w -]*[>\]}]|%20(?=\s|$)|\$\w+)\S*"), 0.85),
]  # fmt: skip
_NO_LINK = re.compile(
    r"(?i)\b(?:(?:guide|link|page|form|article|manual|instructions|find it|steps|details|here)\b[^.!?\n:]{0,40}(?:here|below|link|following|this address)|"
    r"(?:juhend|link|leht|vorm|artikkel|juhise\w*)\b[^.!?\n:]{0,40}(?:siin|siit|aadressil|lingil)|(?:instrukcj\w+|link|stron\w+|formularz\w*)\b[^.!?\n:]{0,40}(?:tutaj|tu|adresem|poniżej|linkiem)|"
    r"(?:guía|enlace|página|formulario|manual)\b[^.!?\n:]{0,40}(?:aquí|enlace|siguiente)|(?:инструкци\w+|ссылк\w+|страниц\w+|форм\w+)\b[^.!?\n:]{0,40}(?:здесь|тут|ниже|ссылке|адресу)):\s*(?=$|\n\s*\n|\.\s*$)"
)

_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKS = re.compile(r"[!?]*!{2,}[!?]*|\?{3,}|(?:!\?){2,}|\?!\?!?|(?<=\w)!\?")
SHORT_RUN = 12


def slips(reading: Reading, loud: frozenset[str]) -> list[Finding]:
    return [*_places(reading), *_links(reading), *_shouting(reading, loud)]


def _careless(rule: str, start: int, end: int, confidence: float) -> Finding:
    return Finding(CARELESS, start, end, rule, confidence)


def _places(reading: Reading) -> Iterator[Finding]:
    text = _without_code(reading)
    for pattern, confidence in _PLACES:
        for found in pattern.finditer(text):
            yield _careless("placeholder", *found.span(), confidence)
    for found in _BRACKETS.finditer(text):
        if confidence := _in_brackets(found[1], fold(text[: found.start()])[-60:]):
            yield _careless("placeholder", *found.span(), confidence)
    for found in _FORM_OF_DATE.finditer(text):
        sentence = reading.sentence_at(found.start())
        if not _OF_A_FORM.search(fold(text[slice(*sentence)])):
            yield _careless("placeholder", *found.span(), 0.9)
    for found in _ORDER.finditer(text):
        yield _careless("placeholder", *found.span(), 0.75)


def _in_brackets(inside: str, before: str) -> float:
    """How sure it is that the words in brackets were to be replaced; 0 for footnotes, keys and buttons."""
    words = fold(inside).strip()
    if re.match(rf"(?:{fold(_FILLED)}|{fold(_ORDERED)})", words) or re.search(
        rf"[ _-](?:{fold(_FILLED)})", words
    ):
        return 0.0 if _CLICKED.search(before) else 0.95
    if not re.fullmatch(r"[^\W\d_][^\W\d]*(?:[ /-][^\W\d]+){0,4}", inside) or re.fullmatch(_KEYS, words):
        return 0.0
    return 0.0 if _CLICKED.search(before) else 0.7


def _links(reading: Reading) -> Iterator[Finding]:
    text = _without_code(reading)
    for pattern, confidence in _LINKS:
        for found in pattern.finditer(text):
            yield _careless("broken-link", *found.span(), confidence)
    for found in _NO_LINK.finditer(text):
        yield _careless("missing-link", *found.span(), 0.6)


def _shouting(reading: Reading, loud: frozenset[str]) -> Iterator[Finding]:
    """Capitals that are no abbreviations, and marks in a row."""
    for run in _runs(reading.shown):
        start, end = run[0].start(), run[-1].end()
        letters = sum(len(word[0]) for word in run)
        known = sum(fold(word[0]) in loud for word in run)
        longest = max(len(word[0]) for word in run)
        whole = _is_whole_sentence(reading, start, end)
        if len(run) >= 3 and letters >= SHORT_RUN and longest >= 4 and (len(run) > 3 or known or whole):
            yield _careless("shouting", start, end, 0.9)
        elif len(run) >= 2 and (known or (whole and letters >= SHORT_RUN - 2)):
            yield _careless("shouting", start, end, 0.8)
        elif len(run) == 1 and known and longest >= 3:
            yield _careless("shouting", start, end, 0.55)
    for found in _MARKS.finditer(reading.shown):
        yield _careless("shouting", *found.span(), 0.8 if len(found[0]) > 2 else 0.6)


def _is_whole_sentence(reading: Reading, start: int, end: int) -> bool:
    sentence = reading.sentence_at(start)
    return not re.search(r"[^\W\d_]", reading.text[sentence[0] : start] + reading.text[end : sentence[1]])


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words in capitals that follow one another in a line, single letters between them."""
    run: list[re.Match[str]] = []
    for word in _WORDS.finditer(text):
        follows = not run or not re.search(r"[\d\x00\n]", text[run[-1].end() : word.start()])
        if word[0].isupper() and follows and (run or len(word[0]) > 1):
            run.append(word)
            continue
        if run:
            yield _trimmed(run)
        run = [word] if word[0].isupper() and len(word[0]) > 1 else []
    if run:
        yield _trimmed(run)


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    while len(run) > 1 and len(run[-1][0]) == 1:
        run = run[:-1]
    return run


def _without_code(reading: Reading) -> str:
    """Links are looked at, code is not: there braces and brackets are meant."""
    return re.sub(r"```.*?```|`[^`\n]+`", lambda found: HIDDEN * len(found[0]), reading.text, flags=re.DOTALL)
