"""The customer's side: the public form and the ticket page behind a secret link.
It knows everything below and writes only through actions.
It offers only addresses (urls)."""
