"""Every kind of chart, drawn of made-up numbers, for the styleguide."""

from math import sin

from lib.charts import (
    Across,
    Bar,
    Bin,
    Cell,
    Column,
    Flag,
    Footnote,
    Head,
    Legend,
    Line,
    Part,
    Picture,
    Row,
    Scale,
    Sheet,
    SheetCell,
    SheetRow,
    Sign,
    Step,
    across,
    bars,
    histogram,
    legend,
    lines,
    shade,
    spark,
    stacked,
    strip,
)

TEAMS = ("Billing Tallinn", "Broadband", "Mobile", "Business", "Field", "Others")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def charts(key: str) -> dict[str, object]:
    """`key` tells them apart where the page shows them more than once."""
    return {
        "pictures": [_lines(key), _stacks(key), _bars(key), _spread(key), _across(key), _nothing(key)],
        "heat": _heat(key),
        "spark": spark([12, 9, 14, None, 18, 11, 16], says="Arrivals of seven days, 16 on the last"),
    }


def _series(number: int, steps: int = 14) -> list[float]:
    return [round(20 + 9 * number + (6 + number) * sin(n * 0.7 + number), 1) for n in range(steps)]


def _sheet(title: str, names: tuple[str, ...], heads: list[str], values: list[list[float]]) -> Sheet:
    rows = [
        SheetRow(name, [SheetCell(f"{value:g}", "#") for value in row])
        for name, row in zip(names, values, strict=True)
    ]
    return Sheet(title, "Team", heads, rows)


def _lines(key: str) -> Picture:
    heads = [f"{n + 1} Nov" for n in range(14)]
    drawn = [
        Line(_series(number), name=name, links=["#"] * 14, says=[f"{name}, {day}" for day in heads])
        for number, name in enumerate(TEAMS)
    ]
    known, told = _series(0), f"#lines-{key}-note"
    flags = [Flag(1, 3, 3, "1: Price change", f"{told}-1"), Flag(2, 8, 10, "2: Outage", f"{told}-2")]
    notes = [Footnote(1, "4 Nov", "Price change"), Footnote(2, "9 – 11 Nov", "Outage", "Broadband", "#")]
    svg = lines(
        f"lines-{key}", drawn, [Step(day, day if n % 4 == 0 else "") for n, day in enumerate(heads)],
        band=[(value - 5, value + 5) for value in known], scale=Scale(80), title="Solved by team",
        description="Six teams over two weeks.", flagged=flags,
    )  # fmt: skip
    names = [Legend(name, n, link="#") for n, name in enumerate(TEAMS)] + [Legend("usual", look="band")]
    sheet = _sheet("Solved by team", TEAMS, heads, [_series(n) for n in range(6)])
    return Picture(
        f"lines-{key}", "Lines and a band", svg, sheet, legend(f"lines-{key}", names), footnotes=notes
    )


def _stacks(key: str) -> Picture:
    columns = [
        Column([Part(5 + (n * m) % 7, f"{name}, {day}", "#") for m, name in enumerate(TEAMS)], day)
        for n, day in enumerate(DAYS)
    ]
    svg = stacked(f"stacks-{key}", columns, title="Stacked", description="By team.", scale=Scale(80))
    values = [[column.parts[m].value for column in columns] for m in range(6)]
    names = legend(f"stacks-{key}", [Legend(name, n) for n, name in enumerate(TEAMS)], filled=True)
    return Picture(
        f"stacks-{key}", "Stacked bars", svg, _sheet("Stacked", TEAMS, [*DAYS], values), names,
        notes=["Weekends are closed."],
    )  # fmt: skip


def _bars(key: str) -> Picture:
    values = [8.0, 12, 9, 14, 11, 3, 2]
    drawn = [Bar(v, 9, f"{d}: {v:g}", d, link="#") for v, d in zip(values, DAYS, strict=True)]
    svg = bars(
        f"bars-{key}", drawn, title="Arrivals", description="Against the usual.", scale=Scale.counts(values)
    )
    return Picture(f"bars-{key}", "Bars", svg, _sheet("Arrivals", ("All",), [*DAYS], [values]))


def _spread(key: str) -> Picture:
    counts, edges = [4, 18, 31, 22, 11, 6, 3, 1], ["0", "15m", "30m", "1h", "2h", "4h", "8h", "1d"]
    bins = [Bin(n, f"from {edge}: {n}", edge, "#") for n, edge in zip(counts, edges, strict=True)]
    svg = histogram(
        f"spread-{key}", bins, signs=[Sign(2.6, "median 48m"), Sign(5.2, "90 %: 5h")],
        title="First response", description="How it is spread.",
    )  # fmt: skip
    sheet = _sheet("First response", ("Tickets",), edges, [[float(n) for n in counts]])
    return Picture(f"spread-{key}", "Distribution", svg, sheet)


def _across(key: str) -> Picture:
    found = [
        ("Billing Tallinn", 92, 88, 95, False),
        ("Broadband", 85, 80, 89, False),
        ("Mobile", 67, 35, 88, True),
    ]
    rows = [
        Across(name, v, f"{v} %", f"{name}: {v} %, {low} to {high}", low, high, few, 90, "#")
        for name, v, low, high, few in found
    ]
    svg = across(f"across-{key}", rows, most=100, title="Promises kept", description="By team.")
    sheet = Sheet("Promises kept", "Team", ["Kept"], [
        SheetRow(name, [SheetCell(f"{v} %", "#", f"{low}–{high} %")]) for name, v, low, high, _few in found
    ])  # fmt: skip
    return Picture(f"across-{key}", "Across, with intervals", svg, sheet)


def _nothing(key: str) -> Picture:
    return Picture(f"nothing-{key}", "Nothing", "", Sheet("", "", [], []), nothing="Nothing in this time.")


def _heat(key: str) -> object:
    rows = []
    for n, day in enumerate(DAYS):
        values = [max(0, round(9 * sin((hour - 6) / 5) - n)) for hour in range(24)]
        cells = [
            Cell(str(v) if v else "", shade(v, 9), f"{day} {hour:02}:00: {v}", "#")
            for hour, v in enumerate(values)
        ]
        rows.append(Row(day, cells))
    heads = [Head(f"{hour:02}") for hour in range(24)]
    return strip(rows, heads, caption="Arrivals by hour of the week", key=f"heat-{key}", look="of-week")
