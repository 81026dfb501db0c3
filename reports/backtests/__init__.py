"""Back-tests: what a policy would have promised and missed. Worked off in batches, read as rows, and told to
whoever reckons what stricter promises cost."""
