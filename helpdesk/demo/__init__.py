"""The demo company: Põhjavõrk, an internet provider, and sixty days of its desk; the months before in brief.
It may know everything; nothing but the command `seed` knows it.
Data in company, customers and stories; planning says what happens when; playing does it through the
actions."""
