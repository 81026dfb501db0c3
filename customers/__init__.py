"""Who asks: organisations, contacts and their addresses. They are not users and never sign in with a
password.
It knows staff, outbox, files and lib.
It offers models, queries and actions (welcome_contact, set_vip, erase)."""
