"""Alembic's door: runs on the connection that `app.store.open.migrate` hands over, inside its one transaction."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transaction_per_migration=False, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
