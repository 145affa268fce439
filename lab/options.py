"""How are the options read that several commands take: how many, and where to listen?"""

import argparse
import os

from lab.ports import HOST, PORT


def count(text: str) -> int:
    """Read how many of something, at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 on is needed, found {text!r}")
    return int(text)


def port(text: str) -> int:
    """Read a port; 0 stands for any that is free."""
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"ports are 1 to 65535, found {text!r}")
    return int(text)


def host(text: str) -> str:
    """Read an address to listen on; an empty one would mean all of this machine's."""
    if not text.strip():
        raise argparse.ArgumentTypeError("an address of this machine is needed, found none")
    return text.strip()


def address(parser: argparse.ArgumentParser) -> None:
    """Add where the lab listens; HOST and PORT may also come from the environment."""
    where = f"address to listen on, an own one of this machine; HOST, else {HOST}"
    parser.add_argument("--host", type=host, default=os.environ.get("HOST") or HOST, help=where)
    number = f"port to listen on; PORT, else {PORT}"
    parser.add_argument(
        "--port", type=port, default=os.environ.get("PORT") or str(PORT), help=number
    )
