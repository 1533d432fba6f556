"""The database: its roles, its connections, and row-level security written once.

Nouns: database role, protected table, context (who is acting, signed)."""
