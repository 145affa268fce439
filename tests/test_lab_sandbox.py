"""Does a throw-away lab serve from its own place and leave nothing?"""

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from lab.project import ROOT, workspace


@pytest.mark.skipif(not (ROOT / "contingent_pgg/__init__.py").exists(), reason="no game yet")
def test_a_throw_away_lab_answers_and_takes_its_data_with_it(tmp_path):
    place = workspace(tmp_path / "place", TMPDIR=str(tmp_path))
    command = [sys.executable, "-m", "lab", "sandbox"]
    started = subprocess.Popen(
        command, cwd=place.folder, env=place.env, stdout=subprocess.PIPE, text=True
    )
    try:
        url = re.search(r"http://\S+", started.stdout.readline()).group()
        assert urllib.request.urlopen(url).status == 200
        copies = list(Path(tmp_path).glob("contingent-sandbox-*"))
        assert len(copies) == 1
    finally:
        started.send_signal(signal.SIGTERM)
        assert started.wait(30) == 0
    assert not copies[0].exists()
    assert not list(place.folder.glob("db.sqlite3*"))
