"""How many minutes of work are left in a ticket. Pure: no Django, no database."""

# Where nothing is known of a kind of ticket.
USUAL = 15.0
PRIORITY = {"urgent": 1.5, "high": 1.25, "low": 0.75}
# However long somebody has worked on it, so much of it is left while it is open.
LEFT = 0.25
MOST = 240.0


def effort_of(*, priority: str, usual: float | None = None, handled: float = 0.0) -> float:
    """`usual` is how long one of its type takes, `handled` what was spent on this one; in minutes."""
    whole = min(usual if usual and usual > 0 else USUAL, MOST) * PRIORITY.get(priority, 1.0)
    return max(whole - max(handled, 0.0), whole * LEFT)
