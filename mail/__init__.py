"""Mail: conversations that come and go as letters: mailboxes, threads, replies, bounces.
May know: tickets and everything below; never qa, automation, reports, portal, api.
Offers: parser, addressing, verdicts, quoting, tokens, threading (all pure)."""
