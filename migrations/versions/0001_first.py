"""The first store: journal, folds, papers, files, peers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PUT = "INSERT INTO case_search(rowid, search) VALUES (new.row, new.search);"
TAKE = "INSERT INTO case_search(case_search, rowid, search) VALUES ('delete', old.row, old.search);"


def upgrade() -> None:
    op.create_table(
        "access",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False, unique=True),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False, unique=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "cases",
        sa.Column("row", BIG, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text(), nullable=False, unique=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("licensor", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("registry", sa.Text()),
        sa.Column("register_number", sa.Text()),
        sa.Column("cell", sa.Text()),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("applicant_number", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.Text(), nullable=False),
        sa.Column("due_step", sa.Text()),
        sa.Column("due_by", sa.Text()),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Boolean(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_index("cases_applicant", "cases", ["applicant_number"])
    op.create_index("cases_due", "cases", ["centre", "due_by"])
    op.create_index("cases_list", "cases", ["centre", "status", "row"])
    op.create_index("cases_number", "cases", ["number"])
    op.create_index("cases_register_number", "cases", ["register_number"])
    op.create_index("cases_registry", "cases", ["registry"])
    op.create_table(
        "checkpoints",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("at", BIG, nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=False),
    )
    op.create_index("checkpoints_device", "checkpoints", ["device", "seq"])
    op.create_table(
        "cursors",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
    )
    op.create_table(
        "devices",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("local", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("drafts_login", "drafts", ["login"])
    op.create_table(
        "events",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", BIG, nullable=False),
        sa.Column("subject", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("version", sa.Integer()),
        sa.Column("head", sa.LargeBinary()),
        sa.Column("facts", sa.LargeBinary()),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.Column("row_hash", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("device", "seq", name="events_device_seq"),
    )
    op.create_index("events_subject", "events", ["subject"])
    op.create_table(
        "file_parts",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "files",
        sa.Column("sha256", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("size", BIG, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "guesses",
        sa.Column("login", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "laws",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "offices",
        sa.Column("code", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_table(
        "operations",
        sa.Column("op", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
    )
    op.create_table(
        "papers",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("file", sa.Text()),
        sa.Column("edition", sa.Text()),
    )
    op.create_index("papers_subject", "papers", ["subject"])
    op.create_table(
        "parked",
        sa.Column("event", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "peers",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
    )
    op.create_table(
        "persons",
        sa.Column("event", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "registries",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, unique=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_index("registries_open", "registries", ["centre", "status", "receiver"])
    op.create_table(
        "secrets",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
    )
    op.create_table(
        "store",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("min_reader", sa.Integer(), nullable=False),
        sa.Column("min_writer", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
    )
    op.create_table(
        "texts",
        sa.Column("act", sa.Text(), primary_key=True),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX cases_search ON cases USING gin (search public.gin_trgm_ops)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE case_search USING fts5(search, content='cases', content_rowid='row', tokenize='trigram')"
        )
        for name, when, body in (
            ("added", "AFTER INSERT ON cases", PUT),
            ("changed", "AFTER UPDATE OF search ON cases WHEN old.search IS NOT new.search", TAKE + PUT),
            ("removed", "AFTER DELETE ON cases", TAKE),
        ):
            op.execute(f"CREATE TRIGGER case_search_{name} {when} BEGIN {body} END")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE case_search")
    else:  # the store's rights are made beside the migrations, and hang on the tables
        op.execute("""DO $$ DECLARE p record; BEGIN
            FOR p IN SELECT policyname, tablename FROM pg_policies WHERE schemaname = current_schema() LOOP
                EXECUTE format('DROP POLICY %I ON %I', p.policyname, p.tablename);
            END LOOP;
            FOR p IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = current_schema()::regnamespace LOOP
                EXECUTE format('DROP FUNCTION %s', p.name);
            END LOOP; END $$""")
    for table in (
        "store",
        "secrets",
        "guesses",
        "access",
        "registries",
        "texts",
        "persons",
        "peers",
        "parked",
        "papers",
        "operations",
        "offices",
        "laws",
        "handovers",
        "files",
        "file_parts",
        "events",
        "drafts",
        "devices",
        "cursors",
        "checkpoints",
        "cases",
        "accounts",
    ):
        op.drop_table(table)
