"""Does a preview show what each seat would see, and does the catalogue list what can be played?"""

import re

import pytest

from design.catalogue import CATALOGUE, CONDITIONS
from lab import catalogue, preview
from lab.scenes import Asked, scenes


def test_every_seat_is_shown_at_every_stage_of_the_round():
    found = scenes(Asked("looks_list", 7))
    assert [scene.stage for scene in found] == ["contribute", "look"]
    for scene in found:
        assert list(scene.screens) == list("ABCD")
        for letter, html in scene.screens.items():
            assert f"You are member {letter}" in html
    # Everybody still decides: nobody's look at this round is there yet.
    assert all('name="contribution"' in html for html in found[0].screens.values())


def test_a_part_that_begins_is_first_explained():
    assert next(iter(scenes(Asked("one_way", 6)))).stage == "explain"


def test_a_preview_says_no_more_than_the_seats_may_know():
    # C and D see nothing in the one-way glass, A and B what C and D gave.
    (scene,) = scenes(Asked("one_way", 8))
    assert "C gave" in scene.screens["A"]
    assert "gave</dt>" not in scene.screens["C"].replace("You gave</dt>", "")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("nothing", 7), "no condition is called .nothing."),
        (("dark", 26), "rounds 1 to 25, found 26"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(asked, said):
    with pytest.raises(ValueError, match=said):
        scenes(Asked(*asked))


def test_the_page_opens_offline_and_holds_every_screen(tmp_path):
    out = tmp_path / "seen.html"
    assert preview.main(["noise_30", "--round", "8", "--language", "de", "--out", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert text.count("<iframe") == 4
    assert not re.search(r'(src|href)="(?!data:)', text.replace("srcdoc=", ""))


def test_a_misspelt_name_is_answered_with_what_is_close_to_it(capsys):
    assert preview.main(["looks_lst"]) == 2
    assert "close to it are looks_list" in capsys.readouterr().err
    assert catalogue.main(["b17"]) == 0
    assert capsys.readouterr().out.startswith("# B17.")


def test_the_docs_pages_are_what_the_catalogue_says():
    for name, text in catalogue.pages().items():
        assert (catalogue.FOLDER / name).read_text(encoding="utf-8") == text, (
            f"docs/catalogue/{name}: write it again with `python -m lab catalogue --write`"
        )


def test_the_list_names_every_mechanism(capsys):
    assert catalogue.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in lines[:-1]] == list(CATALOGUE)
    assert str(len(CONDITIONS)) in lines[-1]
    assert catalogue.main(["B99"]) == 2
