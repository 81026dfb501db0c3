"""Bytes of a letter in, a ParsedMail out; never raises, whatever the bytes are. Pure."""

from __future__ import annotations

from mail.parsed import ParsedMail, Part, Report

__all__ = ["ParsedMail", "Part", "Report", "parse"]


def parse(raw: bytes) -> ParsedMail:
    """Read a letter (RFC 5322, 2045–2049, 2231). The worst input gives a ParsedMail with `defects`."""
    raise NotImplementedError
