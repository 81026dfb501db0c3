"""Actuals from a CSV file: every row read and judged first, nothing posted until somebody says so.

Heads are day, centre, kind, amount, words, reference, in any order; amounts as the reader writes them. A row
without a reference cannot be known again, so it needs one.
"""

import csv
import datetime
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from budget import actions
from budget.choices import LineKind
from budget.models import CostCentre, Posting, Year
from budget.models.postings import HAND
from budget.showing import typed
from staff.models import User

HEADS = ("day", "centre", "kind", "amount", "words", "reference")
MOST_ROWS, MOST_BYTES = 5000, 2 * 1024 * 1024
DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Read:
    """One row. Without `problem` it can be posted; `known`: its reference is posted already."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""
    known: bool = False
    day: datetime.date | None = None
    centre: CostCentre | None = None
    kind: str = ""
    cents: int = 0

    @property
    def is_good(self) -> bool:
        return not self.problem and not self.known


@dataclass(frozen=True)
class Sheet:
    batch: str
    text: str
    rows: Sequence[Read]

    @property
    def good(self) -> list[Read]:
        return [row for row in self.rows if row.is_good]

    @property
    def bad(self) -> list[Read]:
        return [row for row in self.rows if row.problem]

    @property
    def known(self) -> list[Read]:
        return [row for row in self.rows if row.known]

    @property
    def total(self) -> int:
        return sum(row.cents for row in self.good)


def text_of(content: bytes) -> str:
    """ValidationError if it is no text in UTF-8, or too large."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 2 MB. Post it in parts."))
    try:
        return content.decode("utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError as error:
        raise ValidationError(_("The file is not text in UTF-8. Save it as “CSV UTF-8”.")) from error


def read(year: Year, text: str) -> Sheet:
    """The dry run. ValidationError if the heads are not there."""
    lines = text.splitlines()
    first = lines[0] if lines else ""
    delimiter = max(DELIMITERS, key=first.count)
    table = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    heads = [cell.strip().lower() for cell in table[0]] if table else []
    if missing := [head for head in HEADS if head not in heads]:
        raise ValidationError(
            _("The first line must name the columns %(heads)s; missing: %(missing)s."),
            params={"heads": ", ".join(HEADS), "missing": ", ".join(missing)},
        )
    body = [(n, row) for n, row in enumerate(table[1:], start=2) if any(cell.strip() for cell in row)]
    if not body:
        raise ValidationError(_("The file has no rows."))
    if len(body) > MOST_ROWS:
        raise ValidationError(_("The file has more than %(most)s rows."), params={"most": MOST_ROWS})
    rows = _judged(year, [(n, dict(zip(heads, row, strict=False))) for n, row in body])
    return Sheet(hashlib.sha256(text.encode()).hexdigest()[:12], text, rows)


def _judged(year: Year, rows: Sequence[tuple[int, dict[str, str]]]) -> list[Read]:
    centres = {one.code.lower(): one for one in CostCentre.objects.filter(active=True)}
    kinds = {word.lower(): kind for kind, label in LineKind.choices for word in (kind, str(label))}
    references = [f"ref:{_cell(cells, 'reference')}" for _n, cells in rows]
    standing = Posting.objects.standing().filter(source=HAND, source_ref__in=references)
    posted, seen, found = set(standing.values_list("source_ref", flat=True)), set(), []
    for number, cells in rows:
        reference = f"ref:{_cell(cells, 'reference')}"
        try:
            if reference in seen:
                raise ValidationError(_("The reference stands above in this file."))
            found.append(_row(year, number, cells, centres, kinds, known=reference in posted))
        except ValidationError as error:
            found.append(Read(number, cells, problem=" ".join(error.messages)))
        seen.add(reference)
    return found


def _cell(cells: Mapping[str, str], name: str) -> str:
    return " ".join((cells.get(name) or "").split())


def _row(
    year: Year, number: int, cells: Mapping[str, str], centres: Mapping[str, CostCentre],
    kinds: Mapping[str, str], *, known: bool,
) -> Read:  # fmt: skip
    day = _day(_cell(cells, "day"))
    if year.month_of(day) is None:
        raise ValidationError(_("This day is not in %(year)s.") % {"year": year.name})
    centre = centres.get(_cell(cells, "centre").lower())
    if centre is None:
        raise ValidationError(_("There is no cost centre of this code."))
    kind = kinds.get(_cell(cells, "kind").lower())
    if kind is None:
        raise ValidationError(_("There is no such kind: use one of %(kinds)s.") % {
            "kinds": ", ".join(LineKind.values)
        })  # fmt: skip
    cents = typed(_cell(cells, "amount"))
    if not cents:
        raise ValidationError(_("An amount other than nothing, please."))
    for name, most in (("words", 200), ("reference", 80)):
        if not 1 <= len(_cell(cells, name)) <= most:
            raise ValidationError(_("%(name)s has 1 to %(most)s characters.") % {"name": name, "most": most})
    return Read(number, cells, known=known, day=day, centre=centre, kind=kind, cents=cents)


def _day(text: str) -> datetime.date:
    """2026-03-31 or 31.3.2026: 3/4/2026 could be either of two days."""
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, pattern).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    raise ValidationError(_("“%(text)s” is no day. Write it like 2026-03-31.") % {"text": text[:20]})


def post_all(year: Year, sheet: Sheet, *, by: User) -> int:
    """The good rows, each by itself: what another posted meanwhile is left alone. How many were posted."""
    made = 0
    for row in sheet.good:
        try:
            actions.post(
                year, centre=row.centre, kind=row.kind, day=row.day, cents=row.cents,
                words=_cell(row.cells, "words"), reference=_cell(row.cells, "reference"), batch=sheet.batch,
                by=by,
            )  # fmt: skip
        except ValidationError as error:
            if not hasattr(error, "error_dict") or "reference" not in error.error_dict:
                raise
            continue
        made += 1
    return made
