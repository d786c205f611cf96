"""Schemas of our own in the PostgreSQL that is measured; afterwards they are gone, and so are the people made for them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from app.store import postgres
from app.store.seeing import EXCHANGE, GROUP, NODE


@contextmanager
def own_schemas(url: str) -> Iterator[tuple[str, str]]:
    """The address of an empty schema for our store, and the name of one for the raw side."""
    name = f"bench_{secrets.token_hex(4)}"
    engine = postgres.engine(url)
    roles = text("SELECT rolname FROM pg_roles")
    try:
        with engine.begin() as connection:
            before = set(connection.execute(roles).scalars())
            connection.execute(text(f"CREATE SCHEMA {name}_raw"))
        bare = url.split("?schema=")[0].split("&schema=")[0]
        yield f"{bare}{'&' if '?' in bare else '?'}schema={name}", f"{name}_raw"
    finally:
        with engine.begin() as connection:
            for schema in (name, f"{name}_licensor", f"{name}_raw"):
                connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
            for role in set(connection.execute(roles).scalars()) - before - {GROUP, NODE, EXCHANGE}:
                connection.execute(text(f'DROP ROLE "{role}"'))
        engine.dispose()
