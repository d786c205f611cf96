"""What each person may read on PostgreSQL: row-level security, made from the table of rights. Nobody is asked to be kind.

Policies are forced on the owner too and let the node through by a role of its own, so that the table has no back door by habit.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.rights import FORMS, REACH, Reach, roles_with
from app.domain.roles import Right
from app.store.tables import metadata

GROUP = "tereze_person"  # what every person may: read their own, and call `record`
NODE = "tereze_node"  # the owner of a store: makes it, migrates it, copies it
EXCHANGE = "tereze_exchange"  # a program that exchanges with the other side, and is no person

MINE, ROLE = "(SELECT my_offices())::text[]", "(SELECT my_role())"


def _among(roles: Iterable[str]) -> str:
    return f"{ROLE} IN ({', '.join(repr(str(role)) for role in roles) or 'NULL'})"


def _reaching(reach: Reach) -> str:
    return _among(role for role, found in REACH.items() if found is reach)


SOMEBODY = f"{ROLE} IS NOT NULL"
OFFICES_CASES = f"(centre = ANY({MINE}) OR licensor = ANY({MINE}))"
FREE = "coalesce(state::jsonb #>> '{references,assign}', '') <> ALL((SELECT my_colleagues())::text[])"
CARRIED = "(holder = 'courier' OR registry IS NOT NULL OR id = ANY((SELECT my_bag())::text[]))"
CASES = (
    f"{OFFICES_CASES} AND ({_reaching(Reach.OFFICE)} OR ({_reaching(Reach.ASSIGNED)} AND {FREE})"
    f" OR ({_reaching(Reach.CARRIED)} AND {CARRIED}))"
)
_ABOUT = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} s WHERE s.id = {{0}})" for table in ("cases", "registries", "handovers")
)
WHOLE_OFFICE = f"({_reaching(Reach.OFFICE)} OR {_among(roles_with(Right.SEE_EXCHANGE))})"
POLICIES: dict[str, str] = {
    **dict.fromkeys(("store", "offices", "devices", "texts", "laws", "peers", "cursors", "given_back"), SOMEBODY),
    "accounts": f"login = session_user OR centre = ANY({MINE}) OR (role = 'courier' AND {SOMEBODY}"
    " AND centre NOT IN (SELECT d.centre FROM devices d WHERE d.local))",
    "access": f"login = session_user OR ({_among(roles_with(Right.UNLOCK))}"
    " AND login IN (SELECT a.login FROM accounts a))",
    "secrets": "login = session_user",
    "guesses": "false",
    "events": f"(centre = ANY({MINE}) AND {WHOLE_OFFICE}) OR {_ABOUT.format('subject')}",
    "persons": f"{_among(roles_with(Right.SEE_CASES))} AND ((centre = ANY({MINE}) AND {_reaching(Reach.OFFICE)})"
    " OR EXISTS (SELECT 1 FROM events e JOIN cases c ON c.id = e.subject WHERE e.id = event))",
    "cases": CASES,
    "registries": f"{_among(roles_with(Right.SEE_BAGS))} AND (sender = ANY({MINE}) OR receiver = ANY({MINE}))",
    "handovers": f"{_among(roles_with(Right.SEE_BAGS))} AND (centre = ANY({MINE}) OR EXISTS (SELECT 1 FROM cases c"
    " WHERE c.id IN (SELECT jsonb_array_elements_text(handovers.state::jsonb -> 'cases'))))",
    "operations": f"centre = ANY({MINE})",
    "papers": f"centre = ANY({MINE}) AND CASE "
    + " ".join(f"WHEN form = '{form}' THEN {_among(roles_with(right))}" for form, right in FORMS.items())
    + f" ELSE {_reaching(Reach.OFFICE)} OR ({_among(roles_with(Right.SEE_CASES))}"
    " AND (subject = ANY({0}) OR EXISTS (SELECT 1 FROM cases c WHERE c.id = subject))) END".replace("{0}", MINE),
    "files": f"(string_to_array(centre, ' ') && {MINE} AND {_among(roles_with(Right.SEE_CASES))})"
    f" OR ({SOMEBODY} AND (sha256 IN (SELECT p.file FROM papers p) OR sha256 IN (SELECT t.file FROM texts t)))",
    "file_parts": "EXISTS (SELECT 1 FROM files f WHERE f.sha256 = split_part(id, '/', 1))",
    "drafts": "login = session_user",
    "parked": _among(roles_with(Right.SEE_EXCHANGE)),
}  # fmt: skip
OWN = f"centre = ANY({MINE}) AND {SOMEBODY}"  # of a table that nothing else is said about


def functions(schema: str) -> list[str]:
    """Who asks, as the database itself knows it: by the login, never by what a program says."""
    made = "STABLE SECURITY DEFINER"
    path = f"SET search_path = {schema}, public, pg_temp"
    local = "EXISTS (SELECT 1 FROM devices d WHERE d.local AND d.centre = {0})"
    region = "o.state::jsonb ->> 'region'"
    return [
        # plpgsql, since it keeps its plans: each statement of a person asks both
        f"""CREATE OR REPLACE FUNCTION my_role() RETURNS text LANGUAGE plpgsql {made} {path} AS $$
            BEGIN RETURN (SELECT a.role FROM accounts a WHERE a.login = session_user AND a.open); END $$""",
        # a courier at the other side's machine stands at the offices of their own region
        f"""CREATE OR REPLACE FUNCTION my_offices() RETURNS text[] LANGUAGE plpgsql {made} {path} AS $$
            DECLARE own text; kind text;
            BEGIN
                SELECT a.centre, a.role INTO own, kind FROM accounts a WHERE a.login = session_user AND a.open;
                IF own IS NULL OR kind <> 'courier' OR {local.format("own")} THEN RETURN ARRAY[own]; END IF;
                RETURN (SELECT array_agg(o.code) FROM offices o WHERE {local.format("o.code")} AND {region} = (
                    SELECT o.state::jsonb ->> 'region' FROM offices o WHERE o.code = own));
            END $$""",
        f"""CREATE OR REPLACE FUNCTION my_colleagues() RETURNS text[] LANGUAGE sql {made} {path} AS $$
            SELECT coalesce(array_agg(a.login), '{{}}') FROM accounts a
            WHERE a.centre = ANY(my_offices()) AND a.login <> session_user $$""",
        f"""CREATE OR REPLACE FUNCTION my_bag() RETURNS text[] LANGUAGE sql {made} {path} AS $$
            SELECT coalesce(array_agg(c.id), '{{}}') FROM handovers h, jsonb_array_elements_text(h.state::jsonb -> 'cases') i
            JOIN cases c ON c.id = i
            WHERE my_role() = 'courier' AND (c.centre = ANY(my_offices()) OR c.licensor = ANY(my_offices()))
                AND h.status = 'given' AND (h.state::jsonb ->> 'giver' = session_user
                    OR (h.state::jsonb ->> 'to_holder' = 'courier'
                        AND coalesce(h.state::jsonb ->> 'receiver', session_user) = session_user)) $$""",
        # LIKE leaks and therefore waits behind a policy, where no index helps: the search goes through this door
        f"""CREATE OR REPLACE FUNCTION matching(p_like text, p_before bigint, p_limit int) RETURNS SETOF bigint
            LANGUAGE plpgsql {made} {path} AS $$
            BEGIN
                RETURN QUERY EXECUTE 'SELECT c.row FROM cases c WHERE c.search LIKE $1 AND ($2 IS NULL OR c.row < $2)'
                    || ' AND (session_user = current_user OR {CASES.replace("'", "''")}) ORDER BY c.row DESC LIMIT $3'
                    USING p_like, p_before, least(p_limit, 200);
            END $$""",
    ]  # fmt: skip


MAY_CALL = ("my_role()", "my_offices()", "my_colleagues()", "my_bag()", "matching(text, bigint, int)")


def policies(schema: str) -> list[str]:
    """For every table, also for one that came yesterday: of its own office, until more is said about it above."""
    lines = []
    for name in metadata.tables:
        table = f"{schema}.{name}"
        lines += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"DROP POLICY IF EXISTS node ON {table}",
            f"DROP POLICY IF EXISTS person ON {table}",
            f"CREATE POLICY node ON {table} TO {NODE}, {EXCHANGE} USING (true) WITH CHECK (true)",
            f"CREATE POLICY person ON {table} FOR SELECT TO {GROUP} USING ({POLICIES.get(name, OWN)})",
        ]
    return lines
