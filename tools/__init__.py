"""What developing Comptoir needs and running it does not: checks, translations, a throw-away PostgreSQL, a browser."""
