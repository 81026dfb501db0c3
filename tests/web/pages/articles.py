"""Pages of articles."""

from knowledge.actions import publish, start

PAGES: dict[str, str | None] = {
    "portal:articles": None,
    "portal:category": None,
    "portal:article": None,
}
SHOWS: dict[str, str] = {
    "portal:article": "Was this helpful?",
}
NO_PAGES: set[str] = {"portal:fitting", "portal:vote", "portal:helped", "portal:followed"}


def arguments(cast) -> dict[str, list]:
    said = {"title": cast.nasty[:160], "body": f"# {cast.nasty}\n\n{cast.nasty * 3}", "category": "Devices"}
    public = start(said, kind="public", by=cast.mona)
    publish(public, by=cast.mona, seen=1)
    public.refresh_from_db()
    return {
        "portal:category": [public.category_id, "devices"],
        "portal:article": [public.pk],
    }
