"""Charts as accessible SVG strings: geometry is attributes, colour is classes, words are titles.

Widths are percentages of whatever room there is, so letters keep their size; heights are pixels. A mark with
a link leads to the list behind it; `static/js/charts.js` makes the marks of a chart one tab stop with arrows.
What tells series apart is never colour alone: see `looks`.
"""

from lib.charts.across import Across, across
from lib.charts.bars import Bar, bars
from lib.charts.flags import Flag, Footnote
from lib.charts.frame import FOOT, LEFT, PLOT, TOP, Scale, nice
from lib.charts.heat import Cell, Head, Row, shade, strip
from lib.charts.lines import Line, Step, lines
from lib.charts.looks import SERIES, Legend, legend
from lib.charts.sheets import Picture, Sheet, SheetCell, SheetRow
from lib.charts.sparks import spark
from lib.charts.spread import Bin, Sign, histogram
from lib.charts.stacks import Column, Part, stacked

__all__ = [
    "FOOT", "LEFT", "PLOT", "SERIES", "TOP", "Across", "Bar", "Bin", "Cell", "Column", "Flag",
    "Footnote", "Head", "Legend", "Line", "Part", "Picture", "Row", "Scale", "Sheet", "SheetCell", "SheetRow",
    "Sign", "Step", "across", "bars", "histogram", "legend", "lines", "nice", "shade", "spark", "stacked",
    "strip",
]  # fmt: skip
