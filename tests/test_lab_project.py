"""Does a workspace share the code and nothing else?"""

import os

from lab.project import ROOT, fresh_env, workspace


def test_a_workspace_holds_the_code_but_no_database_and_no_secret(tmp_path):
    place = workspace(tmp_path / "place")
    names = {path.name for path in place.folder.iterdir()}
    assert {"design", "analysis", "lab"} <= names
    assert not {".env", ".git", ".venv"} & names
    assert not [name for name in names if name.startswith("db.sqlite3")]
    assert (place.folder / "design").resolve() == ROOT / "design"


def test_a_caller_may_put_its_own_file_in_place_of_a_link(tmp_path):
    place = workspace(tmp_path / "place", without=("pyproject.toml",))
    (place.folder / "pyproject.toml").write_text("own")
    assert (ROOT / "pyproject.toml").read_text() != "own"


def test_every_workspace_has_its_own_secrets_and_never_the_labs(monkeypatch):
    monkeypatch.setenv("OTREE_ADMIN_PASSWORD", "the lab's")
    monkeypatch.setenv("DATABASE_URL", "postgresql://the.lab/s")
    monkeypatch.setenv("HOSTNAME", "kept")
    one, two = fresh_env(), fresh_env(DATABASE_URL="sqlite:///own")
    for key in ("OTREE_ADMIN_PASSWORD", "OTREE_SECRET_KEY", "CONTINGENT_SEED"):
        assert one[key] != two[key]
        assert one[key] != os.environ.get(key)
    assert "DATABASE_URL" not in one
    assert two["DATABASE_URL"] == "sqlite:///own"
    assert one["HOSTNAME"] == "kept"
