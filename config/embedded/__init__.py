"""Real servers of our own for development and tests: PostgreSQL, Valkey or Redis, and an SMTP server."""
