"""What was looked for row by row has an index; and an embedded store is told which of its indexes leads where.

SQLite, told nothing, takes every index for as good as any other: "of this centre" is then as narrow as "of this number", and a
scanned code read the whole store. The numbers are the shape of a centre's store, not a count: they never change by themselves,
so neither does what a question costs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ONLY = {  # of a few rows among very many
    "papers_due": ("papers", ["id"], sa.text("file IS NULL AND edition IS NULL")),
    "cases_carried": ("cases", ["row"], sa.text("holder = 'courier'")),
    "cases_on_shelf": ("cases", ["row"], sa.text("cell IS NOT NULL")),
}
INDEXES = {
    "events_of_kind": ("events", ["kind", "id"]),
    "registries_towards": ("registries", ["sender", "receiver", "status"]),
    "handovers_by_status": ("handovers", ["status", "id"]),
}
# Rows of the table; then how many share the first column, the first two …: of what is asked for, not of what there is most.
ALL = 1_000_000
SHAPE = {
    "sqlite_autoindex_cases_1": (1,),
    "cases_number": (1,),
    "cases_register_number": (1,),
    "cases_applicant": (2,),
    "cases_registry": (100,),
    "cases_list": (ALL, 500, 1),
    "cases_due": (ALL, 100),
    "cases_in_trouble": (ALL, 100, 1),
    "cases_by_name": (2, 1),
    "cases_by_service": (400_000, 200_000, 100_000, 1),
    "cases_by_status": (500, 1),
    "cases_by_day": (1, 1),
    "cases_by_due": (100, 1),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)
    op.drop_index("cases_on_shelf", "cases")  # every case stood in it
    for name, (table, columns, some) in ONLY.items():
        op.create_index(name, table, columns, sqlite_where=some, postgresql_where=some)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ANALYZE store")  # of one row: there is no other way to make the table that SQLite reads
        op.execute("DELETE FROM sqlite_stat1")
        told = sa.table("sqlite_stat1", sa.column("tbl"), sa.column("idx"), sa.column("stat"))
        lines = {name: " ".join(map(str, (ALL, *shares))) for name, shares in SHAPE.items()}
        op.bulk_insert(told, [{"tbl": "cases", "idx": name, "stat": line} for name, line in lines.items()])


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DELETE FROM sqlite_stat1")
    for name, (table, *_) in (*ONLY.items(), *INDEXES.items()):
        op.drop_index(name, table)
    op.create_index("cases_on_shelf", "cases", ["centre", "cell"])
