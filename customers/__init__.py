"""Who asks: organisations, contacts and their addresses. They are not users and never sign in with a
password.
It knows outbox, files, lib and staff's words.
It offers models, queries and actions (welcome_contact)."""
