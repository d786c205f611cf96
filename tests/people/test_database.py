"""On PostgreSQL the password is the database's own: set through our command, kept there, and never sent in clear."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.personal import Secret
from app.problems import Refused
from app.start import Settings, build, initialise
from tests.people.house import NEW, OWN
from tests.postgres import OWNER, Server

LOGIN = "administrator.at07"


def test_the_database_keeps_the_verifier_and_the_store_nothing(postgres_server: Server, ram: Path) -> None:
    postgres_server.tell(f"CREATE DATABASE people_here OWNER {OWNER}")
    url, key = postgres_server.url("people_here"), ram / "tereze.key"
    try:
        initialise(url, key=key, centre="AT07", login=LOGIN, administrator="Сейітқали Дана", password=Secret(OWN))
        kept = f"SELECT rolpassword FROM pg_authid WHERE rolname = '{LOGIN}'"
        ((first,),) = postgres_server.tell(kept)
        assert first.startswith("SCRAM-SHA-256$")
        app = build(Settings(store=url, key=key, login=LOGIN, password=OWN))
        proof = app.entrance.vouch(LOGIN)
        for text, badge in (("коротко", ""), ("passwordpassword", "")):
            with pytest.raises(Refused, match=r"password-(short|common)"):
                app.run("account.change_password", {"password": text + badge}, as_=LOGIN, proof=proof)
        app.run("account.change_password", {"password": NEW}, as_=LOGIN, proof=proof)
        ((second,),) = postgres_server.tell(kept)
        assert second.startswith("SCRAM-SHA-256$")
        assert second != first
        with app.store.reading(LOGIN) as connection:
            from sqlalchemy import text as sql

            assert connection.execute(sql("SELECT id FROM secrets")).scalars().all() == [f"{LOGIN} hand-key"]
        app.close()
    finally:
        postgres_server.tell("DROP DATABASE people_here WITH (FORCE)")
