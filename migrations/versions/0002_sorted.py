"""A list of all cases, sorted by any column that it shows, and the start page: one index for each such question."""

import sqlalchemy as sa
from alembic import op

from app.domain.names import alphabetical

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SORTED = {
    "cases_by_name": ["sorted_as", "row"],
    "cases_by_service": ["service", "variant", "object", "row"],
    "cases_by_status": ["status", "row"],
    "cases_by_day": ["accepted_at", "row"],
    "cases_by_due": ["due_by", "row"],
    "cases_in_trouble": ["centre", "trouble", "row"],
    "cases_on_shelf": ["centre", "cell"],
}
STEP = 1000


def upgrade() -> None:
    op.add_column("cases", sa.Column("sorted_as", TEXT, nullable=False, server_default=""))
    cases = sa.table("cases", sa.column("row"), sa.column("applicant"), sa.column("sorted_as"))
    change = cases.update().where(cases.c.row == sa.bindparam("of")).values(sorted_as=sa.bindparam("told"))
    store, last = op.get_bind(), 0
    while some := store.execute(
        sa.select(cases.c.row, cases.c.applicant).where(cases.c.row > last).order_by(cases.c.row).limit(STEP)
    ).all():
        store.execute(change, [{"of": row, "told": alphabetical(name)} for row, name in some])
        last = some[-1][0]
    for name, columns in SORTED.items():
        op.create_index(name, "cases", columns)


def downgrade() -> None:
    for name in SORTED:
        op.drop_index(name, "cases")
    op.drop_column("cases", "sorted_as")
