"""The conversation and its life: tickets, messages, events, clocks, views, search.
It knows sla, customers, scheduling, staff, outbox, files and lib.
It offers choices, models, access, queries, actions and the pure modules workflow and search."""
