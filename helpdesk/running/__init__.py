"""Running the desk: the embedded servers, child processes and their care. Plain Python, no Django.
It knows the operating system and nothing of the desk.
It offers Postgres and Valkey (recipes), serving (who owns a server) and children (who die with us)."""
