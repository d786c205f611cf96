"""No table changes. A shared store's writing door learns two kinds of event: a result's owner was told, and one that had gone
back uncollected is asked for again (decision 042).

What persons may write there is written anew after every migration, and only then.
"""

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """`app.store.postgres.rights` follows."""


def downgrade() -> None:
    """The older program writes its own door."""
