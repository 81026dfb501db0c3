"""Work of two teams that reports tell of, and what is in their files."""

import datetime
import io
import re
import zipfile
from xml.etree import ElementTree

from django.utils import timezone
from pypdf import PdfReader

from reports.counted import counting
from tests.factories import make_ticket
from tickets import actions

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PARTS = [
    {"measure": "arrivals", "step": "day", "period": "28days"},
    {"measure": "first_response", "by": "team", "period": "28days", "working": "1"},
    {"measure": "kept_first", "by": "agent", "period": "28days"},
    {"measure": "solved", "by": "team", "step": "week", "period": "28days"},
    {"measure": "one_touch", "by": "channel", "period": "28days"},
    {"measure": "backlog", "by": "team", "step": "week", "period": "28days"},
    {"measure": "satisfaction", "period": "90days", "step": "month"},
    {"measure": "answers", "by": "topic", "period": "28days"},
]
_CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def live(billing, network, amara, nora, dana) -> None:
    """Seven of Billing, the odd ones solved; three of Network that wait."""
    start = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0) - 12 * DAY
    for n in range(7):
        ticket = make_ticket(
            requester=dana, team=billing, subject=f"Bill {n}", at=start + n * DAY, tags=["refund"]
        )
        actions.reply(ticket, by=amara, text="Yes.", at=ticket.opened_at + (n + 1) * HOUR)
        if n % 2:
            actions.move(ticket, "solve", by=amara, at=ticket.opened_at + 9 * HOUR)
    for n in range(3):
        make_ticket(requester=dana, team=network, subject=f"Node {n}", at=start + n * DAY, channel="web")
    counting.bring_up_to_date()


def pdf_text(content: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def plain(text: str) -> str:
    """Without regard to how it is broken and spaced."""
    return re.sub(r"\s+", "", text.replace("\u00ad", "").replace("\u200b", ""))


def sheets(content: bytes) -> list[list[list[str]]]:
    """The cells of each sheet of an XLSX, as they are stored."""
    book = zipfile.ZipFile(io.BytesIO(content))
    names = sorted(
        (name for name in book.namelist() if name.startswith("xl/worksheets/sheet")),
        key=lambda name: int(re.findall(r"\d+", name)[-1]),
    )
    found = []
    for name in names:
        rows = ElementTree.fromstring(book.read(name)).iter(f"{_CELL}row")
        found.append([["".join(cell.itertext()) for cell in row.iter(f"{_CELL}c")] for row in rows])
    return found
