"""${message}

A migration here: one idea, up and down, tried with data on both stores (tests/store/test_migrations.py); raise
`min_reader` or `min_writer` in the store row only where an older program would read or write it wrongly.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
