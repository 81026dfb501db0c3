"""Heat strips of this app: see lib/charts/heat.py."""

from lib.charts.heat import Cell, Head, Row, shade, strip

__all__ = ["Cell", "Head", "Row", "shade", "strip"]
