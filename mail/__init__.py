"""Mail: conversations that arrive and leave as letters of the internet: mailboxes, threads, replies, bounces.
May know: tickets and everything below; never qa, automation, reports, portal, api.
Offers: parser, addressing, verdicts, quoting, tokens, threading (all pure: bytes and values in, dataclasses out)."""
