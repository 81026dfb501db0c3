"""Pages of evaluations."""

PAGES: dict[str, str | None] = {}
SHOWS: dict[str, str] = {}
NO_PAGES: set[str] = set()


def arguments(cast) -> dict[str, list]:
    return {}
