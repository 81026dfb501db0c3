"""Pages of articles."""

from knowledge.actions import missed, publish, report, save_category, start, translate, write

PAGES: dict[str, str | None] = {
    "portal:articles": None,
    "portal:category": None,
    "portal:article": None,
    "knowledge:missed": "mona",
    "knowledge:categories": "mona",
    "knowledge:category": "mona",
    "knowledge:new_category": "mona",
    "knowledge:translate": "amara",
}
SHOWS: dict[str, str] = {
    "portal:article": "Was this helpful?",
    "knowledge:missed": "times",
    "knowledge:translate": "Changed since the translation was made",
}
NO_PAGES: set[str] = {
    *("portal:fitting", "portal:vote", "portal:helped", "portal:followed"),
    *("knowledge:answer_missed", "knowledge:review", "knowledge:report", "knowledge:settle"),
    *("knowledge:bring_back", "knowledge:drop_category"),
    *("tickets:articles_offered", "tickets:use_article", "tickets:write_from"),
}


def arguments(cast) -> dict[str, list]:
    """An article for customers with a translation that is behind, and somebody who says it is wrong."""
    nasty = cast.nasty
    shelf = save_category(None, {"name": f"Shelf {nasty[:50]}", "icon": "router"}, by=cast.mona)
    said = {"title": nasty[:160], "body": f"# {nasty}\n\n{nasty * 3}", "category": shelf}
    public = start(said, kind="public", by=cast.mona)
    first = publish(public, by=cast.mona, seen=1)
    words = {"title": nasty[:160], "body": nasty * 2}
    draft = translate(public, "et", words, by=cast.amara, made_from=first)
    publish(draft.article, by=cast.mona, seen=1)
    changed = {**said, "body": f"{nasty * 2} more", "change_note": nasty}
    publish(public, by=cast.mona, seen=write(public, changed, by=cast.mona).edit)
    report(first, what="wrong", words=nasty, by=cast.amara)
    for _ in range(2):
        missed(nasty, language="en", place="portal")
    return {
        "portal:category": [shelf.pk, "devices"],
        "portal:article": [public.pk],
        "knowledge:category": [shelf.pk],
        "knowledge:translate": [public.pk, "et"],
    }
