"""Who works here: people, teams, roles and what each role may do.
It knows outbox, files and lib.
It offers models, queries, actions, access and the permission table."""
