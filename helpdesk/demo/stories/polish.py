"""Stories, to come."""

from helpdesk.demo.stories.english import SHARED, TOPICS

__all__ = ["SHARED", "TOPICS"]
