"""Are the lab's secrets random, private, made once and never silently replaced?"""

import pytest

from lab.secret import NEEDED, SAFE, load


def test_the_first_start_makes_a_private_file_and_later_ones_read_it(tmp_path):
    path = tmp_path / ".env"
    first = load(path, {})
    assert first.new
    assert path.stat().st_mode & 0o777 == 0o600
    assert load(path, {}).values == first.values
    assert not load(path, {}).new


def test_two_labs_never_share_a_secret(tmp_path):
    one, two = load(tmp_path / "one", {}).values, load(tmp_path / "two", {}).values
    assert all(one[name] != two[name] for name in NEEDED)
    assert len(one["OTREE_ADMIN_PASSWORD"]) >= 16
    assert int(one["CONTINGENT_SEED"]) >= 0


def test_the_lab_is_served_in_production_and_study_mode(tmp_path):
    assert SAFE.items() <= load(tmp_path / ".env", {}).values.items()


def test_no_file_is_made_when_the_environment_gives_everything(tmp_path):
    given = {name: "given" for name in NEEDED}
    made = load(tmp_path / ".env", given)
    assert made.values == given | SAFE
    assert not (tmp_path / ".env").exists()


def test_the_environment_wins_over_the_file_and_is_kept_in_a_new_one(tmp_path):
    made = load(tmp_path / ".env", {"CONTINGENT_SEED": "7"})
    assert made.values["CONTINGENT_SEED"] == "7"
    assert load(tmp_path / ".env", {}).values["CONTINGENT_SEED"] == "7"
    assert load(tmp_path / ".env", {"CONTINGENT_SEED": "8"}).values["CONTINGENT_SEED"] == "8"


def test_a_file_that_lost_a_secret_is_refused_rather_than_completed(tmp_path):
    path = tmp_path / ".env"
    load(path, {})
    kept = [line for line in path.read_text().splitlines() if "SECRET" not in line]
    path.write_text("\n".join(kept))
    with pytest.raises(SystemExit, match="no OTREE_SECRET_KEY"):
        load(path, {})
    assert path.read_text() == "\n".join(kept)


def test_further_settings_of_the_file_reach_the_server(tmp_path):
    path = tmp_path / ".env"
    load(path, {})
    with path.open("a") as file:
        file.write('\nDATABASE_URL="postgresql://somewhere"\n')
    assert load(path, {}).values["DATABASE_URL"] == "postgresql://somewhere"


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path):
    path = tmp_path / ".env"
    load(path, {})
    path.chmod(0o644)
    load(path, {})
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_that_is_no_setting_is_named(tmp_path):
    path = tmp_path / ".env"
    load(path, {})
    path.write_text("\nnonsense\n")
    with pytest.raises(SystemExit, match="line 2: found 'nonsense'"):
        load(path, {})
