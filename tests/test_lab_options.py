"""Is what cannot be meant refused with a sentence, before anything is started?"""

import socket
import subprocess
import sys

import pytest

from lab import __main__ as commands
from lab import demo, ports, rehearse, serve
from lab.project import ROOT


@pytest.mark.parametrize(
    ("main", "words", "said"),
    [
        (serve.main, "--port 80000", "ports are 1 to 65535, found '80000'"),
        (serve.main, "--port 80x", "ports are 1 to 65535, found '80x'"),
        (demo.main, "--groups 0", "a whole number from 1 on is needed, found '0'"),
        (demo.main, "--groups -3", "a whole number from 1 on is needed, found '-3'"),
        (rehearse.main, "--language fr", "invalid choice: 'fr'"),
    ],
)
def test_options_that_make_no_sense_are_refused(main, words, said, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(words.split())
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_an_empty_address_does_not_open_the_lab_to_everybody():
    with pytest.raises(SystemExit):
        serve.main(["--host", ""])


def test_another_machines_address_is_not_called_a_taken_port():
    # 192.0.2.0/24 is kept for documentation (RFC 5737): no machine has it.
    assert not ports.own("192.0.2.1")
    with pytest.raises(SystemExit, match=r"192\.0\.2\.1 is no address of this machine"):
        serve.main(["--host", "192.0.2.1"])


def test_a_port_that_somebody_listens_on_is_taken_and_its_address_ours():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert ports.taken("127.0.0.1", other.getsockname()[1])
        assert ports.own("127.0.0.1")


def test_without_a_command_all_are_listed():
    done = subprocess.run([sys.executable, "-m", "lab"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert all(f"  {one.name} " in done.stdout for one in commands.COMMANDS)
