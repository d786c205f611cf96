"""The store of one node: an encrypted file at the counter, or a PostgreSQL that a centre shares."""
