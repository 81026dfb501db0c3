"""The customer's side: the public form and the ticket page behind a secret link.
It knows everything below and writes only through actions, but for its own way in (Entry).
It offers only addresses (urls)."""
