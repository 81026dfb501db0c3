"""Topics in words, for people."""

from collections.abc import Collection, Mapping

from tickets.models import TicketField, TicketType


def topic_names(topics: Collection[str]) -> Mapping[str, str]:
    """Of keys as reports.radar.printing makes them: two statements, however many."""
    types = {topic: topic[5:] for topic in topics if topic.startswith("type:")}
    chosen = {topic: topic[6:].split("=", 1) for topic in topics if topic.startswith("field:")}
    names = (
        dict(TicketType.objects.filter(pk__in=[*types.values()]).values_list("pk", "name")) if types else {}
    )
    fields = {}
    if chosen:
        keys = [key for key, _value in chosen.values()]
        fields = {row.key: row.definition(frozenset()) for row in TicketField.objects.filter(key__in=keys)}
    found = {topic: topic[4:] for topic in topics if topic.startswith("tag:")}
    found |= {topic: names.get(int(number), number) for topic, number in types.items()}
    for topic, (key, value) in chosen.items():
        known = fields.get(key)
        found[topic] = f"{known.name}: {known.named(value)}" if known else f"{key}: {value}"
    return found
