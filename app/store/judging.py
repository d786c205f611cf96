"""What `record` asks of a person before anything is written, in SQL made from the table of rights.

Their own name, their own office's device, the next place of its chain with the right hashes, a kind that their role may write,
the next version of its subject, and no row that does not go with it. What the rules of a case say is the program's to judge.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.case import ENDED
from app.domain.events import EVENTS
from app.domain.rights import FORMS, TAKES, keeps, kinds_of, roles_with
from app.domain.roles import Right, Role
from app.store import filling
from app.store.erasing import ITEM
from app.store.rows import subject_of

NUMBERED = (  # events that bring a number of the device's own
    "application.accepted", "application.refused", "slip.given", "no-data.recorded", "application.certified",
    "registry.opened", "hand-over.given",
)  # fmt: skip
SUBJECTS = tuple(sorted({subject_of(kind).table for kind in EVENTS}))


def listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words) or "NULL"


def _by_role(of: dict[Role, tuple[str, ...]], value: str) -> str:
    lines = " ".join(f"WHEN '{role}' THEN {value} IN ({listed(words)})" for role, words in of.items())
    return f"coalesce(CASE me.role {lines} ELSE false END, false)"


def _table_of(kind: str) -> str:
    found: dict[str, list[str]] = {}
    for name in EVENTS:
        found.setdefault(subject_of(name).table, []).append(name)
    return f"CASE {' '.join(f'WHEN {kind} IN ({listed(k)}) THEN {t!r}' for t, k in found.items())} END"


def _standing() -> str:
    """The subject as it stands: its version, and whether it is of the person's office."""
    concerns = {
        "cases": "s.centre = ANY(offices) OR s.licensor = ANY(offices)",
        "registries": "s.sender = ANY(offices) OR s.receiver = ANY(offices)",
        "handovers": "s.centre = ANY(offices) OR EXISTS (SELECT 1 FROM cases c WHERE (c.centre = ANY(offices)"
        " OR c.licensor = ANY(offices)) AND c.id IN (SELECT jsonb_array_elements_text(s.state::jsonb -> 'cases')))",
        "accounts": "s.centre = me.centre",
        "access": "s.login = f ->> 'login'",
        "laws": "true",
    }
    return " ".join(
        f"WHEN '{t}' THEN SELECT s.version, coalesce({concerns.get(t, 's.centre = ANY(offices)')}, false)"
        f" INTO base, ours FROM {t} s WHERE s.id = r ->> 'subject';"
        for t in SUBJECTS
    )  # fmt: skip


def _forms() -> str:
    lines = " ".join(f"WHEN '{form}' THEN me.role IN ({listed(roles_with(right))})" for form, right in FORMS.items())
    return f"CASE r ->> 'form' {lines} ELSE me.role IN ({listed(roles_with(Right.SEE_CASES))}) END"


NO = "RAISE EXCEPTION 'not theirs: {0}' USING ERRCODE = '42501'"
MOVED = "RAISE EXCEPTION 'subject moved' USING ERRCODE = 'TZ002'"
BYTES = "decode(substr({0}, 3), 'hex')"
WHO_DID = """EXISTS (SELECT 1 FROM events e WHERE e.subject = r ->> 'subject' AND {0}
                AND convert_from(e.head, 'UTF8')::jsonb ->> 'who' = session_user)"""


# the last key that was issued to somebody and not revoked, nor void with a password of an administrator's giving
_KEY = """(SELECT k.value ->> 'public' FROM access a, jsonb_array_elements(a.state::jsonb -> 'keys') k
                WHERE a.login = {0} AND coalesce(k.value ->> 'until', '') = '')"""
OWN_KEY = f"f ->> 'key' = coalesce(issued, {_KEY.format('session_user')})"
GIVERS_KEY = f"""EXISTS (SELECT 1 FROM events e JOIN devices d ON d.code = e.device
                WHERE e.id = f ->> 'given' AND e.kind = 'hand-over.given'
                AND (NOT d.local OR convert_from(e.facts, 'UTF8')::jsonb ->> 'key' =
                {_KEY.format("convert_from(e.head, 'UTF8')::jsonb ->> 'who'")}))"""  # of the other node: it knows its own


def judge_function(schema: str) -> str:
    head, facts = BYTES.format("r ->> 'head'"), BYTES.format("r ->> 'facts'")
    salt, person = BYTES.format("p ->> 'salt'"), BYTES.format("p ->> 'person'")
    return f"""
CREATE OR REPLACE FUNCTION judge(p_new jsonb, p_batch jsonb, mine devices) RETURNS void
LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
    item jsonb; r jsonb; h jsonb; f jsonb; p jsonb; me accounts%ROWTYPE; old papers%ROWTYPE; was cases%ROWTYPE;
    offices text[]; ids text[] := '{{}}'; ops text[] := '{{}}'; kinds text[] := '{{}}';
    logins text[] := '{{}}'; opened text[] := '{{}}'; issued text;
    subjects jsonb := '{{}}'; kept text[] := '{{}}'; place text; kind text; what text; own text;
    seq bigint := mine.seq; prev bytea := mine.head; hashes bytea; body bytea; base int; ours boolean; n int := 0;
BEGIN
    SELECT * INTO me FROM accounts WHERE login = session_user AND open;
    IF NOT FOUND THEN {NO.format("nobody")}; END IF;
    offices := my_offices();
    IF (NOT mine.centre = ANY(offices)) IS NOT FALSE THEN {NO.format("device")}; END IF;
    own := (SELECT side FROM store LIMIT 1);

    FOR r IN SELECT value -> 'r' FROM jsonb_array_elements(p_batch) WHERE value ->> 't' = 'events'
            ORDER BY (value -> 'r' ->> 'seq')::bigint LOOP
        seq := seq + 1; n := n + 1;
        h := convert_from({head}, 'UTF8')::jsonb; f := convert_from({facts}, 'UTF8')::jsonb;
        kind := h ->> 'kind';
        what := kind || CASE WHEN kind = 'step.done' THEN ':' || (f ->> 'step') ELSE '' END;
        IF ((h ->> 'who', h ->> 'device', h ->> 'seq', h ->> 'id', h ->> 'case', h ->> 'version', h ->> 'v')
            IS DISTINCT FROM
            (session_user::text, mine.code, seq::text, r ->> 'id', r ->> 'subject', r ->> 'version', '1')
            OR (r ->> 'device', r ->> 'seq', r ->> 'centre', r ->> 'kind')
            IS DISTINCT FROM (mine.code, seq::text, mine.centre, kind)) IS NOT FALSE THEN
            {NO.format("head")};
        END IF;
        IF (NOT {_by_role({role: kinds_of(role) for role in Role}, "what")}) IS NOT FALSE
            THEN {NO.format("kind")}; END IF;
        SELECT value -> 'r' INTO p FROM jsonb_array_elements(p_batch)
            WHERE value ->> 't' = 'persons' AND value -> 'r' ->> 'event' = r ->> 'id';
        hashes := sha256({head}) || sha256({facts}) || sha256({salt} || {person});
        prev := sha256(prev || hashes);
        IF (hashes IS DISTINCT FROM {BYTES.format("r ->> 'hashes'")}
            OR prev IS DISTINCT FROM {BYTES.format("r ->> 'row_hash'")}) IS NOT FALSE THEN {NO.format("hash")}; END IF;

        base := NULL; ours := true;
        place := ({_table_of("kind")}) || ' ' || (r ->> 'subject');
        IF subjects ? place THEN
            base := (subjects ->> place)::int;
        ELSE
            CASE split_part(place, ' ', 1) {_standing()} END CASE;
        END IF;
        IF (NOT coalesce(ours, true)) IS NOT FALSE THEN {NO.format("subject")}; END IF;
        IF ((r ->> 'version')::int <> coalesce(base, 0) + 1) IS NOT FALSE THEN {MOVED}; END IF;
        IF (kind IN ({listed(NUMBERED)}) AND (base IS NOT NULL
                OR coalesce(f ->> 'number', '') NOT LIKE mine.code || '-%')) IS NOT FALSE
            THEN {NO.format("number")}; END IF;
        CASE kind
            WHEN 'custody.moved' THEN
                IF (NOT {_by_role(dict(TAKES.items()), "f ->> 'to_holder'")}) IS NOT FALSE
                    THEN {NO.format("holder")}; END IF;
                IF (me.role IN ({listed(roles_with(Right.CONFIRM_OVERRIDE))})
                    AND NOT 'override.confirmed' = ANY(kinds)) IS NOT FALSE
                    THEN {NO.format("override")}; END IF;
                IF (f ->> 'to_holder' = 'courier' AND {WHO_DID.format("e.version = 1")}) IS NOT FALSE
                    THEN {NO.format("duty")}; END IF;
            WHEN 'result.signed' THEN
                IF (me.role <> 'provider' AND {WHO_DID.format("e.kind = 'result.prepared'")}) IS NOT FALSE
                    THEN {NO.format("duty")}; END IF;
            WHEN 'hand-over.given' THEN
                IF ({OWN_KEY}) IS NOT TRUE THEN {NO.format("key")}; END IF;
            WHEN 'hand-over.taken' THEN
                IF ({WHO_DID.format("e.kind = 'hand-over.given'")}) IS NOT FALSE THEN {NO.format("duty")}; END IF;
                IF ({OWN_KEY} AND {GIVERS_KEY}) IS NOT TRUE THEN {NO.format("key")}; END IF;
            WHEN 'access.hand-key-issued' THEN
                IF (f ->> 'login' <> session_user) IS NOT FALSE THEN {NO.format("login")}; END IF;
                issued := f ->> 'key';
            WHEN 'override.confirmed' THEN
                IF (NOT EXISTS (SELECT 1 FROM events e WHERE e.id = f ->> 'request' AND e.subject = r ->> 'subject'
                    AND e.kind = 'override.requested'
                    AND convert_from(e.head, 'UTF8')::jsonb ->> 'who' <> session_user)) IS NOT FALSE
                    THEN {NO.format("duty")}; END IF;
            WHEN 'people.erased' THEN
                IF (NOT EXISTS (SELECT 1 FROM events e WHERE e.id = f ->> 'request' AND e.subject = r ->> 'subject'
                    AND e.kind = 'override.requested' AND convert_from(e.facts, 'UTF8')::jsonb ->> 'what' = 'erase-people'
                    AND convert_from(e.head, 'UTF8')::jsonb ->> 'who' <> session_user)
                    OR NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = r ->> 'subject' AND c.status IN ({listed(sorted(ENDED))})
                    AND c.number LIKE mine.centre || '-%')) IS NOT FALSE
                    THEN {NO.format("erase")}; END IF;
            WHEN 'account.opened' THEN
                IF ((f ->> 'office') IS DISTINCT FROM me.centre OR (f ->> 'role') NOT IN ({listed(Role)})
                    OR EXISTS (SELECT 1 FROM pg_roles o WHERE o.rolname = f ->> 'login')
                    AND NOT {is_person("f ->> 'login'")}) IS NOT FALSE THEN {NO.format("login")}; END IF;
                opened := opened || (f ->> 'login');
            WHEN 'account.role-set' THEN
                IF (f ->> 'login' = session_user) IS NOT FALSE THEN {NO.format("duty")}; END IF;
            ELSE NULL;
        END CASE;
        IF kind LIKE 'access.%' THEN
            logins := logins || (f ->> 'login');
            IF (NOT (f ->> 'login') = ANY(opened) AND NOT EXISTS (SELECT 1 FROM accounts a
                WHERE a.login = f ->> 'login' AND (a.login = session_user
                OR kind <> 'access.counted' AND me.role IN ({listed(roles_with(Right.ADMINISTER, Right.UNLOCK))})
                AND (kind = 'access.unlocked' OR me.role IN ({listed(roles_with(Right.ADMINISTER))}))
                AND (a.centre = me.centre OR a.role = 'courier'
                    AND NOT EXISTS (SELECT 1 FROM devices d WHERE d.local AND d.centre = a.centre))))) IS NOT FALSE
                THEN {NO.format("login")}; END IF;
        END IF;
        subjects := subjects || jsonb_build_object(place, (r ->> 'version')::int);
        ids := ids || (r ->> 'id'); ops := ops || (h ->> 'op'); kinds := kinds || kind;
    END LOOP;

    FOR item IN SELECT value FROM jsonb_array_elements(p_batch) LOOP
        r := item -> 'r';
        IF item ->> 't' = 'events' THEN CONTINUE; END IF;
        IF item ->> 't' = '{ITEM}' THEN
            IF NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_batch) WHERE value ->> 't' = 'events'
                AND value -> 'r' ->> 'kind' = 'people.erased' AND value -> 'r' ->> 'subject' = r ->> 'id')
                THEN {NO.format("erase")}; END IF;
            CONTINUE;
        END IF;
        IF (item ->> 't' NOT IN ({listed(("persons", *SUBJECTS))})
            AND NOT {_by_role({role: keeps(role) for role in Role}, "item ->> 't'")}) IS NOT FALSE
                THEN {NO.format("table")}; END IF;
        IF item ->> 't' IN ({listed(SUBJECTS)}) THEN
            place := (item ->> 't') || ' ' || (r ->> 'id');
            IF ((subjects ->> place) IS DISTINCT FROM (r ->> 'version')) IS NOT FALSE THEN {NO.format("row")}; END IF;
            kept := kept || place;
        END IF;
        CASE item ->> 't'
            WHEN 'persons' THEN
                IF (NOT (r ->> 'event') = ANY(ids) OR r ->> 'centre' <> mine.centre) IS NOT FALSE
                    THEN {NO.format("person")}; END IF;
            WHEN 'cases' THEN
                SELECT * INTO was FROM cases WHERE id = r ->> 'id';
                IF FOUND THEN
                    IF (was.centre, was.number, was.licensor) IS DISTINCT FROM
                        (r ->> 'centre', r ->> 'number', r ->> 'licensor') THEN {NO.format("row")}; END IF;
                ELSIF (r ->> 'centre' <> mine.centre OR (r ->> 'number') NOT LIKE mine.code || '-%'
                    OR EXISTS (SELECT 1 FROM cases c WHERE c.number = r ->> 'number')) IS NOT FALSE
                        THEN {NO.format("row")};
                END IF;
            {_kept_rows()}
            WHEN 'accounts' THEN
                IF (NOT {_account_row()}) IS NOT FALSE THEN {NO.format("row")}; END IF;
            WHEN 'operations' THEN
                IF (r ->> 'centre' <> mine.centre OR n > 0 AND (r ->> 'op') <> ALL(ops)) IS NOT FALSE
                    THEN {NO.format("op")}; END IF;
            WHEN 'papers' THEN
                SELECT * INTO old FROM papers WHERE id = r ->> 'id';
                IF FOUND THEN
                    IF (old.centre, old.subject, old.form, old.lang, old.code, old.copy::text, old.facts) IS DISTINCT FROM
                        (r ->> 'centre', r ->> 'subject', r ->> 'form', r ->> 'lang', r ->> 'code', r ->> 'copy', r ->> 'facts')
                        OR old.file IS NOT NULL AND old.file IS DISTINCT FROM r ->> 'file'
                        OR NOT mine.centre = old.centre THEN {NO.format("paper")}; END IF;
                ELSIF (r ->> 'centre' <> mine.centre OR r ->> 'file' IS NOT NULL OR NOT ({_forms()})
                    OR NOT (r ->> 'subject' = mine.centre
                        OR EXISTS (SELECT 1 FROM jsonb_object_keys(subjects) k WHERE split_part(k, ' ', 2) = r ->> 'subject')
                        OR EXISTS (SELECT 1 FROM cases c WHERE c.id = r ->> 'subject'
                            AND (c.centre = ANY(offices) OR c.licensor = ANY(offices)))
                        OR EXISTS (SELECT 1 FROM registries c WHERE c.id = r ->> 'subject'
                            AND (c.sender = ANY(offices) OR c.receiver = ANY(offices)))
                        OR EXISTS (SELECT 1 FROM handovers c, cases o WHERE c.id = r ->> 'subject'
                            AND (o.centre = ANY(offices) OR o.licensor = ANY(offices))
                            AND o.id IN (SELECT jsonb_array_elements_text(c.state::jsonb -> 'cases'))))) IS NOT FALSE
                    THEN {NO.format("paper")};
                END IF;
            WHEN 'files' THEN
                SELECT string_agg({BYTES.format("value -> 'r' ->> 'body'")}, ''::bytea
                    ORDER BY split_part(value -> 'r' ->> 'id', '/', 2)::int) INTO body FROM jsonb_array_elements(p_batch)
                    WHERE value ->> 't' = 'file_parts' AND split_part(value -> 'r' ->> 'id', '/', 1) = r ->> 'sha256';
                IF (encode(sha256(body), 'hex') IS DISTINCT FROM r ->> 'sha256' OR length(body)::text <> r ->> 'size'
                    OR r ->> 'centre' <> mine.centre OR r ->> 'key' <> '\\x') IS NOT FALSE
                        THEN {NO.format("file")}; END IF;
            WHEN 'file_parts' THEN
                IF (NOT EXISTS (SELECT 1 FROM jsonb_array_elements(p_batch) WHERE value ->> 't' = 'files'
                    AND value -> 'r' ->> 'sha256' = split_part(r ->> 'id', '/', 1))) IS NOT FALSE
                        THEN {NO.format("file")}; END IF;
            WHEN 'drafts' THEN
                IF (r ->> 'login' <> session_user OR r ->> 'centre' <> mine.centre
                    OR EXISTS (SELECT 1 FROM drafts d WHERE d.id = r ->> 'id' AND d.login <> session_user)) IS NOT FALSE
                    THEN {NO.format("draft")}; END IF;
            WHEN 'secrets' THEN
                IF (NOT (r ->> 'login') = ANY(logins)
                    OR r ->> 'id' NOT IN ((r ->> 'login') || ' password', (r ->> 'login') || ' badge',
                        (r ->> 'login') || ' hand-key')) IS NOT FALSE
                    THEN {NO.format("secret")}; END IF;
            WHEN 'checkpoints' THEN
                IF (r ->> 'device' <> mine.code OR r ->> 'centre' <> mine.centre OR r ->> 'kept' <> ''
                    OR r ->> 'id' NOT LIKE mine.code || '/' || (r ->> 'seq') || '/%'
                    OR NOT ((r ->> 'seq')::bigint = mine.seq
                            AND split_part(r ->> 'id', '/', 3) = left(encode(mine.head, 'hex'), 16)
                        OR EXISTS (SELECT 1 FROM jsonb_array_elements(p_batch) WHERE value ->> 't' = 'events'
                            AND value -> 'r' ->> 'seq' = r ->> 'seq'
                            AND substr(value -> 'r' ->> 'row_hash', 3, 16) = split_part(r ->> 'id', '/', 3)))) IS NOT FALSE
                        THEN {NO.format("checkpoint")}; END IF;
                IF EXISTS (SELECT 1 FROM checkpoints c WHERE c.id = r ->> 'id') THEN {MOVED}; END IF;
            WHEN 'offices' THEN
                IF (r ->> 'code' <> me.centre AND (r ->> 'side' = own OR EXISTS (
                    SELECT 1 FROM offices o WHERE o.code = r ->> 'code' AND o.side = own))) IS NOT FALSE
                        THEN {NO.format("office")}; END IF;
            WHEN 'texts' THEN NULL;
            ELSE NULL;
        END CASE;
    END LOOP;
    IF (EXISTS (SELECT 1 FROM jsonb_object_keys(subjects) k WHERE k <> ALL(kept))) IS NOT FALSE
        THEN {NO.format("fold")}; END IF;
    IF ((p_new ->> 'seq')::bigint <> seq OR {BYTES.format("p_new ->> 'head'")} IS DISTINCT FROM prev
        OR (p_new ->> 'year')::int NOT BETWEEN mine.year AND greatest(mine.year, extract(year FROM now())::int + 1)
        OR (p_new ->> 'serial')::int NOT BETWEEN
            (CASE WHEN (p_new ->> 'year')::int = mine.year THEN mine.serial ELSE 1 END)
            AND (CASE WHEN (p_new ->> 'year')::int = mine.year THEN mine.serial ELSE mine.leap END) + n
        OR coalesce((p_new ->> 'leap')::int, mine.leap) NOT IN (mine.leap, 0)) IS NOT FALSE
                THEN {NO.format("device")};
    END IF;
END $$"""


def _kept_rows() -> str:
    """What names a subject never changes; a new one is of the device's office."""
    names = {
        "registries": "number, s.direction, s.sender, s.receiver", "handovers": "number", "laws": "pack", "access": "login",
    }  # fmt: skip
    lines = []
    for table, columns in names.items():
        own = f"s.centre, s.{columns}"
        told = ", ".join(f"r ->> '{c.split('.')[-1]}'" for c in own.split(", "))
        lines.append(f"""WHEN '{table}' THEN
                IF (EXISTS (SELECT 1 FROM {table} s WHERE s.id = r ->> 'id' AND ({own}) IS DISTINCT FROM ({told}))
                    OR NOT EXISTS (SELECT 1 FROM {table} s WHERE s.id = r ->> 'id')
                    AND r ->> 'centre' <> mine.centre) IS NOT FALSE
                    THEN {NO.format("row")}; END IF;""")
    return " ".join(lines)


def is_person(login: str) -> str:
    """A login role that this program made: never the owner's, nor anybody else's of the server."""
    return f"""EXISTS (SELECT 1 FROM pg_auth_members x JOIN pg_roles g ON g.oid = x.roleid JOIN pg_roles o ON o.oid = x.member
                    WHERE g.rolname = 'tereze_person' AND o.rolname = {login} AND NOT o.rolsuper
                    AND NOT o.rolcreaterole)"""


def _account_row() -> str:
    """What gives rights is compared with what the event says, field by field."""
    said = "SELECT convert_from({0}, 'UTF8')::jsonb AS f, value -> 'r' ->> 'kind' AS kind FROM jsonb_array_elements(p_batch)"
    one = said.format(BYTES.format("value -> 'r' ->> 'facts'"))
    return f"""EXISTS (
                    SELECT 1 FROM ({one} WHERE value ->> 't' = 'events' AND value -> 'r' ->> 'subject' = r ->> 'id') e
                    LEFT JOIN accounts a ON a.id = r ->> 'id'
                    WHERE (r ->> 'centre') = me.centre AND (r ->> 'login') = e.f ->> 'login' AND CASE e.kind
                        WHEN 'account.opened' THEN a.id IS NULL AND (r ->> 'role', r ->> 'device', r ->> 'open')
                            = (e.f ->> 'role', e.f ->> 'device', 'true')
                        WHEN 'account.closed' THEN (r ->> 'login', r ->> 'role', r ->> 'device', r ->> 'open')
                            = (a.login, a.role, a.device, 'false')
                        WHEN 'account.role-set' THEN (r ->> 'login', r ->> 'role', r ->> 'device', r ->> 'open')
                            = (a.login, e.f ->> 'role', a.device, a.open::text) AND r ->> 'login' <> session_user
                        ELSE false END)"""


EXCHANGED = (
    "events",
    "persons",
    "devices",
    "cursors",
    "peers",
    "parked",
    "checkpoints",
    "given_back",
    "files",
    "file_parts",
    "papers",
    ITEM,
    filling.ITEM,
    *SUBJECTS,
)  # what another node's batch brings
