"""What do people hold in their hands to get in? A card for each seat, and a poster for the door.

A seat's card carries the room's address with the seat's label, so that one seat is one place: who
opens it again, on whatever device, comes back to the same place. Opening the address takes no
place; pressing the button on it does.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import segno

import settings
from lab import machine, ports, secret
from lab.payments import put_text
from lab.sheets import draw


@dataclass(frozen=True)
class Card:
    """A label, the address it opens, and that address as a picture."""

    label: str
    address: str
    picture: str


def parser() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m lab cards", description=__doc__)
    parser.add_argument("--url", help="the lab's address as participants reach it, https://...")
    parser.add_argument("--room", default=settings.ROOMS[0]["name"], help="default: the first room")
    parser.add_argument("--out", type=Path, help="folder; cards/<time> if none is named")
    parser.add_argument("--pdf", action="store_true", help="also print to PDF, with Chromium")
    return parser


def main(argv: list[str]) -> int:
    """Write cards and poster."""
    asked = parser().parse_args(argv)
    room = find(asked.room)
    url = base(asked.url)
    made = secret.load(Path(".env"), os.environ)
    labels = read(room)
    # oTree signs with both; a new password makes new cards necessary.
    key = made.values["OTREE_SECRET_KEY"] + made.values["OTREE_ADMIN_PASSWORD"]
    cards = [card(url, room, label, key=key) for label in labels]
    folder = asked.out or Path("cards") / time.strftime("%Y-%m-%d-%H%M%S")
    folder.mkdir(parents=True, exist_ok=True)
    title = room.get("display_name", room["name"])
    put_text(folder / "cards.html", draw("cards.html", title=title, cards=cards))
    poster = Card("", f"{url}/room/{quote(room['name'])}", "")
    poster = Card(title, poster.address, picture(poster.address))
    put_text(folder / "poster.html", draw("poster.html", card=poster, labels=bool(labels)))
    if asked.pdf:
        pdf(folder)
    print(f"Wrote {len(cards)} card(s) and a poster for {poster.address} to {folder}.")
    return 0


def find(name: str) -> dict[str, Any]:
    """Return a room of settings.py."""
    for room in settings.ROOMS:
        if room["name"] == name:
            return room
    sys.exit(f"There is no room {name!r}; settings.py has {[r['name'] for r in settings.ROOMS]}.")


def base(url: str | None) -> str:
    """Return the lab's address without a slash at the end."""
    if url is None:
        host = os.environ.get("HOST") or ports.HOST
        if host in ("127.0.0.1", "localhost", "::1"):
            sys.exit("Name the address that participants reach: python -m lab cards --url http://…")
        url = f"http://{host}:{os.environ.get('PORT') or ports.PORT}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        sys.exit(f"An address begins with http:// or https:// and a host; found {url!r}.")
    return url.rstrip("/")


def read(room: dict[str, Any]) -> Sequence[str]:
    """Return the room's labels, each once; none where the room has no list."""
    if not room.get("participant_label_file"):
        return ()
    labels = Path(room["participant_label_file"]).read_text(encoding="utf-8").split()
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        sys.exit(f"{room['participant_label_file']} names {', '.join(twice)} more than once.")
    return labels


def card(url: str, room: dict[str, Any], label: str, *, key: str) -> Card:
    """Make a seat's card; a room with secure addresses gets oTree's hash of the label."""
    query = {"participant_label": label}
    if room.get("use_secure_urls"):
        query["hash"] = signed(label, key)
    address = f"{url}/room/{quote(room['name'])}?{urlencode(query)}"
    return Card(label, address, picture(address))


def signed(label: str, key: str) -> str:
    """Return the hash by which oTree knows that a label's address came from this lab."""
    return hashlib.sha224((label + key).encode()).hexdigest()[:8]


def picture(address: str) -> str:
    """Return an address as a QR code in SVG, readable with a quarter of it soiled."""
    return segno.make(address, error="q", micro=False).svg_inline(scale=4, border=2)


def pdf(folder: Path) -> None:
    """Print both pages with Chromium."""
    program = machine.chromium()
    if program is None:
        sys.exit("There is no Chromium here; open the pages in any browser and print them.")
    # The pages are ours, hold no script and load nothing; in containers no sandbox would start.
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    for name in ("cards", "poster"):
        source, target = (folder / f"{name}.html").resolve(), (folder / f"{name}.pdf").resolve()
        done = subprocess.run(
            [*command, f"--print-to-pdf={target}", source.as_uri()],
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        if done.returncode or not target.exists():
            sys.exit(
                f"Chromium could not print {source}; open it in any browser and print it there."
                f" It said: {done.stderr.strip()[-500:]}"
            )
        target.chmod(0o600)
