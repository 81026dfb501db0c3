"""Mail that we go and get, over IMAP or POP3: once, whole, and ours before anything happens on the server.

Offers `poll`, `fetch_now`, `progress_of`, `test_connection`.
"""

from mail.fetching.polling import REST_KEY, fetch_now, poll
from mail.fetching.progress import Progress, progress_of
from mail.fetching.trying import Step, test_connection

__all__ = ["REST_KEY", "Progress", "Step", "fetch_now", "poll", "progress_of", "test_connection"]
