"""Pages of suggestions and of thanks."""

from django.utils import timezone

from suggestions.actions import keep_praise, say, set_goal, share, suggest, support, thank

PAGES: dict[str, str | None] = {
    "suggestions:suggestions": "cleo",
    "suggestions:new": "amara",
    "suggestions:receipt": "amara",
    "suggestions:suggestion": "cleo",
    "suggestions:thanks": "amara",
    "suggestions:new_goal": "cleo",
    "suggestions:goal": "cleo",
    "tickets:praise": "amara",
}
SHOWS: dict[str, str] = {
    "suggestions:suggestions": "answer by",
    "suggestions:new": "Without my name",
    "suggestions:receipt": "Your code",
    "suggestions:suggestion": "Consider it",
    "suggestions:thanks": "Goals of your teams",
    "suggestions:goal": "Progress in percent",
    "tickets:praise": "Keep as praise",
}
NO_PAGES: set[str] = {
    *("suggestions:receipt_say", "suggestions:say", "suggestions:support", "suggestions:move"),
    *("suggestions:hand_over", "suggestions:link", "suggestions:merge", "suggestions:share"),
    *("suggestions:unmerge", "suggestions:redact"),
    "suggestions:drop_goal",
}


def arguments(cast) -> dict[str, list]:
    nasty, until = cast.nasty[:150], timezone.localdate()
    one = suggest(by=cast.amara, title=nasty, body=f"{nasty}\n\n- a\n- b", team=cast.billing)
    suggest(by=cast.amara, title="Quiet hours", body="Please.", anonymous=True, team=cast.billing)
    say(one, by=cast.cleo, words=nasty)
    support(one, by=cast.cleo, on=True)
    said = thank(by=cast.cleo, to=[cast.amara], words=nasty, shared=True)
    share(said.thanked.get(), by=cast.amara, on=True)
    thank(by=cast.amara, to=[cast.cleo], words=nasty)
    keep_praise(
        by=cast.amara, message=1, ticket=cast.ticket.pk, team=cast.billing, colleague=cast.amara, words=nasty
    )
    goal = set_goal(by=cast.cleo, team=cast.billing, title=nasty, until=until)
    return {
        "suggestions:suggestion": [one.pk],
        "suggestions:goal": [goal.pk],
        "tickets:praise": [cast.ticket.pk],
    }
