"""The desk's own settings in the test environment: nothing else differs but what must be quick or private."""

import os

os.environ["HELPDESK_ENV"] = "test"

from helpdesk.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hints to workers go nowhere; tests announce what they mean to announce.
CELERY_BROKER_URL = "memory://"
# A crowded machine may take long to let a connection in; no test is about that.
DATABASES["default"]["OPTIONS"]["connect_timeout"] = 60  # noqa: F405
