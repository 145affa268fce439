"""Is the promise complete, and is every broken promise found?"""

import json
from dataclasses import replace

import pytest

from analysis.load import load
from analysis.preregister import check, differences, preregister, read
from analysis.preregistration.declare import Promise, commitment
from analysis.preregistration.fields import OPEN, REGISTRIES
from design.experiments import flagship
from design.game import Game
from design.plan import CONTRASTS, Estimand, Window
from tests.sessions import SEED, Play, tables, write

PROMISE = Promise("Seeing and being seen", 10, seed=str(SEED))


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return load(write(tables(Play(slots=range(10))), tmp_path_factory.mktemp("registered") / "x"))


@pytest.fixture
def file(tmp_path):
    def write_registration(experiment=None, promise=PROMISE):
        place = tmp_path / "preregistration.json"
        place.write_text(preregister(experiment or flagship(), promise).json)
        return place

    return write_registration


def test_a_kept_promise_leaves_nothing_to_list(panel, file):
    assert check(panel, file()) == ()


def test_a_changed_file_is_refused(panel, file):
    place = file()
    stated = json.loads(place.read_text())
    place.write_text(json.dumps(stated | {"groups": 8}))
    with pytest.raises(ValueError, match="changed after it was registered"):
        check(panel, place)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": "another", "hash": "x"}'])
def test_another_file_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(ValueError, match=r"x\.json: (not a pre-registration|its form)"):
        read(tmp_path / "x.json")


def test_another_game_is_named_with_both_numbers(panel, file):
    other = flagship(game=Game(mpcr=(500,) * 4))
    found = check(panel, file(other))
    assert "game.mpcr.0: registered 500, played 400." in found
    # The commitment belongs to the registered experiment, so that it no longer opens.
    assert len([text for text in found if "game.mpcr" in text]) == 4


def test_another_plan_is_named_by_its_estimand(panel, file):
    experiment = flagship()
    first, *rest = experiment.plan.primary
    plan = replace(experiment.plan, primary=(replace(first, window=Window(1, 2)), *rest))
    found = check(panel, file(replace(experiment, plan=plan)))
    assert "plan.primary.mean.seeing.window.drop_last: registered 2, played 0." in found


def test_an_estimand_added_later_is_a_deviation(panel, file):
    experiment = flagship()
    more = Estimand("late", "mean", CONTRASTS[0], Window(2))
    plan = replace(experiment.plan, secondary=(*experiment.plan.secondary, more))
    found = check(panel, file(replace(experiment, plan=plan)))
    assert found[0].startswith("plan.secondary: registered ")


def test_another_number_of_groups_is_a_deviation(panel, file):
    found = check(panel, file(promise=replace(PROMISE, groups=60)))
    assert found == ("60 groups were registered, 10 were formed.",)


def test_another_seed_is_a_deviation_and_the_seed_itself_is_not_published(panel, file):
    place = file(promise=replace(PROMISE, seed="12345"))
    assert '"12345"' not in place.read_text()
    assert check(panel, place) == ("Session s1 used another seed than the one committed to.",)


def test_a_study_without_a_committed_seed_says_so(panel, file):
    found = check(panel, file(promise=replace(PROMISE, seed="")))
    assert found == ("No seed of the schedule was committed to when the study was registered.",)


def test_a_commitment_belongs_to_one_experiment():
    assert commitment("1", "a") != commitment("1", "b")
    assert commitment("", "a") == ""


def test_every_registry_has_its_fields_and_every_estimand_is_in_them():
    made = preregister(flagship(), PROMISE)
    for name in REGISTRIES:
        assert f"## {name}" in made.markdown
    for one in flagship().plan.primary:
        assert f"{one.name}: " in made.markdown
    assert made.hash in made.markdown
    assert "rounds 6 to 20" in made.markdown
    assert "rounds 6 to 18" in made.markdown, "the registered sensitivity"


def test_what_only_the_researcher_knows_is_left_open():
    assert f"{OPEN}: no power analysis was attached" in preregister(flagship(), PROMISE).markdown


def test_a_power_table_is_attached_with_its_hash(tmp_path):
    table = tmp_path / "power.csv"
    table.write_text("groups,estimand,power\n12,mean.seeing,0.41\n")
    made = preregister(flagship(), replace(PROMISE, power=table))
    assert "| 12 | mean.seeing | 0.41 |" in made.markdown
    assert json.loads(made.json)["power"]["rows"] == [["12", "mean.seeing", "0.41"]]


def test_an_empty_power_table_is_refused(tmp_path):
    (tmp_path / "power.csv").write_text("groups\n")
    with pytest.raises(ValueError, match="a header and at least one row"):
        preregister(flagship(), replace(PROMISE, power=tmp_path / "power.csv"))


def test_no_groups_are_no_study():
    with pytest.raises(ValueError, match="at least 1, found 0"):
        preregister(flagship(), replace(PROMISE, groups=0))


def test_the_same_promise_has_the_same_hash():
    assert preregister(flagship(), PROMISE).hash == preregister(flagship(), PROMISE).hash


def test_differences_name_the_place():
    one, other = {"a": [1, {"name": "x", "b": 2}]}, {"a": [1, {"name": "x", "b": 3}], "c": 4}
    assert differences(one, other) == [("a.x.b", 2, 3), ("c", None, 4)]


def test_the_command_writes_both_files_for_a_stored_experiment(tmp_path, capsys):
    from analysis.__main__ import main

    folder = write(tables(Play(slots=range(2))), tmp_path / "x")
    out = ["--out", str(tmp_path / "made"), "--groups", "40"]
    assert main(["preregister", "--experiment", str(folder / "sessions.csv"), *out]) == 0
    stated = read(tmp_path / "made" / "preregistration.json")
    assert stated["experiment_hash"] == flagship().hash
    assert stated["hash"] in capsys.readouterr().out


def test_an_empty_seed_and_a_file_without_an_experiment_are_refused(tmp_path, capsys):
    from analysis.__main__ import main

    # "$CONTINGENT_SEED" is empty where only .env holds it; that must not pass for a commitment.
    out = ["--groups", "40", "--out", str(tmp_path / "made")]
    assert main(["preregister", "--seed", "", *out]) == 2
    assert "CONTINGENT_SEED in .env" in capsys.readouterr().err
    (tmp_path / "notes.md").write_text("no JSON")
    assert main(["preregister", "--experiment", str(tmp_path / "notes.md"), *out]) == 2
    assert "notes.md: no stored experiment" in capsys.readouterr().err
    assert main(["preregister", "--experiment", str(tmp_path / "nowhere.csv"), *out]) == 2
    assert "there is no" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_the_report_lists_deviations_from_a_registration(tmp_path, file):
    from analysis.reporting.report import report

    empty = load(write(tables(Play(slots=range(0))), tmp_path / "none"))
    html = report(empty, registered=file()).html
    assert "10 groups were registered, 0 were formed." in html
