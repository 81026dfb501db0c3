from suggestions.actions.suggesting import suggest, tell_of_anonymous

__all__ = ["suggest", "tell_of_anonymous"]
