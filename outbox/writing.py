"""A letter row made into the message that goes over the wire."""

from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from files.queries import open_blob
from lib.text import one_line
from outbox.models import Letter

INSTANCE_HEADER = "X-Helpdesk-Instance"
# RFC 3834, and the wish that Exchange understands: say nothing back to a machine.
AUTOMATIC_HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def full_address(name: str, address: str) -> str:
    """`"Name" <address>`, safe in a header whatever the name holds."""
    name = one_line(name, max(0, min(150, 300 - len(address)))).replace("\\", "").replace('"', "'")
    return f'"{name}" <{address}>' if name else address


def bare(address: str) -> str:
    """The address alone, lower case: what two spellings share."""
    return parseaddr(address)[1].strip().lower()


def write(letter: Letter, *, to: list[str], cc: list[str]) -> EmailMultiAlternatives:
    """The message for these recipients. FileNotFoundError if a file is gone, ValueError on a bad address."""
    headers = {
        **(AUTOMATIC_HEADERS if letter.automatic else {}),
        **{name: one_line(str(value), 4000) for name, value in letter.headers.items()},
        INSTANCE_HEADER: settings.INSTANCE_ID,
        "Message-ID": letter.message_id,
        "Date": format_datetime(letter.queued_at),
        "From": letter.sender,
    }
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=letter.envelope_sender or letter.sender,
        to=to,
        cc=cc,
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=headers,
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    for file in letter.files:
        with open_blob(file["sha256"]) as opened:
            content = opened.read()
        if file.get("content_id"):
            message.attach(_inline(file, content))
        else:
            # A message/* or text/* type would be taken apart or re-coded on the way.
            message.attach(file["name"], content, _safe_type(file["content_type"]))
    return message


def _safe_type(content_type: str) -> str:
    main = content_type.partition("/")[0]
    return "application/octet-stream" if main in {"message", "multipart", "text"} else content_type


def _inline(file: dict[str, str], content: bytes) -> MIMEBase:
    main, _, sub = _safe_type(file["content_type"]).partition("/")
    part = MIMEBase(main, sub or "octet-stream")
    part.set_payload(content)
    encode_base64(part)
    part.add_header("Content-Disposition", "inline", filename=("utf-8", "", file["name"]))
    part.add_header("Content-ID", f"<{one_line(file['content_id'], 250)}>")
    return part
