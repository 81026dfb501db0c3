"""How well-known libraries read a letter: the readers that ours is compared with.

Stand-alone: run by `benchmarks.mail_scores` in an environment that has the library. Names of files come on
standard input, one JSON object a line goes out, with the fields of `mail_parse`. Each library is asked in
the way its documentation recommends, and a letter that it raises on is an `error`.
"""

import email
import email.policy
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path


def stdlib(raw: bytes) -> dict:
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    sender = mail["from"].addresses[0] if mail["from"] is not None and mail["from"].addresses else None
    body = mail.get_body(("plain", "html"))
    return {
        "from_email": sender.addr_spec if sender else "",
        "from_name": sender.display_name if sender else "",
        "subject": str(mail["subject"] or ""),
        "body_text": body.get_content() if body is not None else "",
        "attachments": [
            _file(part.get_filename() or "", part.get_payload(decode=True) or b"")
            for part in mail.iter_attachments()
        ]
        if mail.is_multipart()
        else [],
    }


def imap_tools(raw: bytes) -> dict:
    from imap_tools import MailMessage

    mail = MailMessage.from_bytes(raw)
    sender = mail.from_values
    return {
        "from_email": sender.email if sender else "",
        "from_name": sender.name if sender else "",
        "subject": mail.subject,
        "body_text": mail.text or mail.html,
        "attachments": [_file(part.filename, part.payload) for part in mail.attachments],
    }


def mail_parser(raw: bytes) -> dict:
    import base64

    import mailparser

    mail = mailparser.parse_from_bytes(raw)
    name, address = (mail.from_ or [("", "")])[0]
    return {
        "from_email": address,
        "from_name": name,
        "subject": mail.subject,
        "body_text": "\n".join(mail.text_plain) or "\n".join(mail.text_html),
        "attachments": [
            _file(
                part["filename"],
                base64.b64decode(part["payload"])
                if part["binary"]
                else part["payload"].encode("utf-8", "surrogateescape"),
            )
            for part in mail.attachments
        ],
    }


READERS: dict[str, Callable[[bytes], dict]] = {
    "stdlib": stdlib,
    "imap-tools": imap_tools,
    "mail-parser": mail_parser,
}


def _file(name: str, content: bytes) -> dict:
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    return {"name": name, "size": len(content), "sha1": digest}


def main(reader: Callable[[bytes], dict]) -> None:
    for line in sys.stdin:
        name = line.rstrip("\n")
        try:
            said = json.dumps({"file": name, **reader(Path(name).read_bytes()), "error": None})
        except Exception as error:  # whatever a library raises on a letter
            said = json.dumps({"file": name, "error": f"{type(error).__name__}: {error}"[:200]})
        sys.stdout.write(said + "\n")


if __name__ == "__main__":
    main(READERS[sys.argv[1]])
