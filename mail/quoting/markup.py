"""What the markup of mail programs says about quotes and signatures; tag by tag, linear. Pure."""

from __future__ import annotations

import re

from lib.plain import Writer
from lib.tags import VOID, Tag, words
from mail.quoting.sorting import Hint

MAX_HEADING = 6  # lines above a quote that may say who wrote it

_NESTING = words(
    "div blockquote table td th tr span p section article center ul ol li pre font a body header footer"
)
_ENDS_PARAGRAPH = words("p div blockquote table ul ol pre center section article")
_NAMED = re.compile(
    r"\b(?:class|id|name|data-marker|data-signatureblock|style|fairemail)\s{0,9}=", re.IGNORECASE
)

_QUOTES = re.compile(
    r"(?:[a-z0-9]{0,40}yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|missive_quote|hs_reply|freebirdquote"
    r"|messagereplysection|__quoted_text__|reference|mailcontentquote|nh_extra|cm_replymail|airmail_quote|wmquote"
    r"|quoted-mail|ntes-mailmaster-quote|isreplycontent|alimail-quote|nylas-quote|fastmail-quoted|mail-quote|originalmessage|original-message|quotedmessage|moz-email-quote)"
)
_GMAIL = re.compile(r"gmail_quote(?:_container)?|gmail_extra_quote|inbox_quote")
_ATTRIBUTIONS = re.compile(
    r"(?:gmail_attr|moz-cite-prefix|reply-intro|airmail_on|bloop_on|protonmail_quote_header|mb_cite_prefix"
    r"|mac_outlook_attribution|zmail_quote_header)"
)
_SIGNATURES = re.compile(
    r"(?:gmail_signature(?:_prefix)?|moz-signature|applemailsignature|applemailsignatureblock|signature|k9mail-signature"
    r"|ms-outlook-mobile-signature|ms-outlook-ios-signature|protonmail_signature_block(?:-user|-proton)?"
    r"|messagesignaturesection|mb_sig|composer_signature|yahoo[_-]signature|[a-z0-9]{0,40}signature_editor|bloop_sign"
    r"|[a-z0-9]{2,20}yahoo[_-]signature|ydp[a-f0-9]{4,20}signature|airmail_sign|mail-app-auto-default-signature"
    r"|__sig_(?:pre|post)__|sig\d{3,12}|front-signature|sh-signature|mailsignature|mail-signature|email-signature"
    r"|elided-signature|data-signatureblock|tutanota-signature|mobile-signature|io-ox-signature|ox-[a-z0-9-]{1,40}signature|ntes-mailmaster-signature|zm_[0-9_]{5,40}_sign)"
)
_HISTORY = re.compile(
    r"(?:divrplyfwdmsg|divrpleyfwdmsg|outlookmessageheader|olk_src_body_section|stopspelling|replysplit|_originalcontent"
    r"|_replyheaders|mail-editor-reference-message-container|mobile-header-container|reply_header_container"
    r"|originalcontent|isforwardcontent_reply)"
)
_FORWARDS = re.compile(r"(?:moz-forward-container|forwarded-message|isforwardcontent)")
_BORDERED = re.compile(
    r"border(?:-top)?\s?:\s?(?:none\s?;\s?border-top\s?:\s?)?[^;\"]{0,60}\bsolid\b", re.IGNORECASE
)
_SIDE_LINE = re.compile(r"border\s?:\s?none\s?;\s?border-left\s?:\s?solid", re.IGNORECASE)
_WORD = re.compile(r"[^\s\"'<>=]{2,80}")


class Region:
    """A container whose quote may hold answers: what stands above the first quoted line, and what below."""

    __slots__ = ("quoted",)

    def __init__(self) -> None:
        self.quoted = False


class Marked(Writer):
    """Writes the text as the plain reader does, and for each line what the markup said about it."""

    def __init__(self) -> None:
        super().__init__()
        self.hints: list[Hint] = []
        self.regions: list[Region | None] = []
        self.bordered: set[int] = set()  # lines with which a box with a line above it begins
        self.origins: list[int | None] = []  # the token with which each line begins
        self.token = 0
        self.found = False  # whether any mark of a mail program was seen
        self._open: list[tuple[str, Hint, Region | None]] = []
        self._depth: dict[str, int] = {}
        self._now: tuple[Hint, Region | None] = (Hint.NONE, None)
        self._pending = Hint.NONE
        self._border = False
        self._begun: tuple[Hint, Region | None, bool] = (Hint.NONE, None, False)
        self._origin = 0

    def tag(self, tag: Tag) -> None:
        super().tag(tag)
        if tag.closing:
            self._close(tag.name)
            return
        hint, region = self._said(tag)
        if hint in {Hint.HISTORY, Hint.FORWARD}:
            self._pending, hint = hint, Hint.NONE
        if tag.name in _NESTING and tag.name not in VOID:
            if tag.name in _ENDS_PARAGRAPH and self._open and self._open[-1][0] == "p":
                self._close("p")
            self._push(tag.name, hint, region)

    def word(self, text: str) -> None:
        if text and not self.line:
            self._origin = self.token
            self._begun = (*self._now, self._border)
            if self._pending is not Hint.NONE:
                self._begun = (self._pending, None, False)
            self._pending, self._border = Hint.NONE, False
        super().word(text)

    def end_line(self) -> None:
        self._keep_up()
        written = bool(self.line)
        super().end_line()
        if written:
            hint, region, bordered = self._begun
            if bordered:
                self.bordered.add(len(self.hints))
            if region and self.quotes:
                region.quoted = True
            self.hints.append(hint)
            self.regions.append(region)
            self.origins.append(self._origin)
        self._keep_up()

    def _keep_up(self) -> None:
        """Blank lines that were written since."""
        while len(self.hints) < len(self.done):
            self.hints.append(Hint.NONE)
            self.regions.append(None)
            self.origins.append(None)

    def _said(self, tag: Tag) -> tuple[Hint, Region | None]:
        inside, region = self._now
        if self.quotes or inside is Hint.QUOTE or not _NAMED.search(tag.source, 0, 4_000):
            return inside, region
        hint = _hint(tag)
        if hint is None:
            return inside, region
        self.found = True
        if hint == "gmail":
            return (inside, region or Region()) if tag.name != "blockquote" else (inside, region)
        if hint == "border":
            self._border = True
            return inside, region
        assert isinstance(hint, Hint)
        return hint, region

    def _push(self, name: str, hint: Hint, region: Region | None) -> None:
        self._open.append((name, hint, region))
        self._depth[name] = self._depth.get(name, 0) + 1
        self._now = (hint, region)

    def _close(self, name: str) -> None:
        """End the innermost element of this name and what was left open in it."""
        if not self._depth.get(name):
            return
        while self._open:
            popped = self._open.pop()[0]
            self._depth[popped] -= 1
            if popped == name:
                break
        self._now = self._open[-1][1:] if self._open else (Hint.NONE, None)


def _hint(tag: Tag) -> Hint | str | None:
    names = " ".join(tag.attribute(name) for name in ("class", "id", "name", "data-marker", "fairemail"))
    if "data-signatureblock" in tag.source[:2_000]:
        return Hint.SIGNATURE
    for name in _WORD.findall(names.casefold()[:500])[:12]:
        name = name.removeprefix("x_")
        for pattern, hint in _MEANINGS:
            if pattern.fullmatch(name):
                return hint
    if tag.name in {"div", "p", "td"} and "border" in tag.source:
        style = tag.attribute("style")[:600]
        if _SIDE_LINE.search(style):
            return Hint.QUOTE
        if "border-top" in style and _BORDERED.search(style):
            return "border"
    return None


_MEANINGS: tuple[tuple[re.Pattern[str], Hint | str], ...] = (
    (_GMAIL, "gmail"),
    (_ATTRIBUTIONS, Hint.ATTRIBUTION),
    (_SIGNATURES, Hint.SIGNATURE),
    (_QUOTES, Hint.QUOTE),
    (_HISTORY, Hint.HISTORY),
    (_FORWARDS, Hint.FORWARD),
)
