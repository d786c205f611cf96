"""No table changes. The writing door of a shared store learns to put an event in the place of its stub (decision 041).

What persons and programs may call there is written anew after every migration, and only then: so a store whose door is older
must be an older store.
"""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """`app.store.postgres.rights` follows."""


def downgrade() -> None:
    """The older program writes its own door."""
