"""What a browser calls itself, in words a person knows it by. Pure."""

from __future__ import annotations

# In this order: most claim to be one of those below them as well.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Vivaldi", "Vivaldi"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"),
    ("Android", "Android"), ("Linux", "Linux"),
)  # fmt: skip


def name_of(agent: str) -> str:
    """`Firefox · Windows`, one of both, or nothing."""
    known = (next((name for mark, name in table if mark in agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in known if name)
