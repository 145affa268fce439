"""How does a test fill a server's disk until somebody is refused, and make room again?"""

import resource
import time
from dataclasses import replace

from lab.clients import AGAIN, Member


class Asking(Member):
    """A member that counts how often it was asked to send a decision again."""

    refusals = 0

    def _noted(self, ack):
        self.refusals += ack["refused"] in AGAIN
        return super()._noted(ack)


class Crowd:
    """The members of a cast, who count their refusals."""

    def __init__(self, played):
        urls = [one.page.partition("/Initialize")[0] for one in played.members]
        pairs = zip(urls, played.members, strict=True)
        members = tuple(Asking(url, one.code, one.conduct) for url, one in pairs)
        self.played = replace(played, members=members)

    @property
    def refusals(self):
        """Decisions to be sent again, and connections ended because none could be made."""
        lost = sum(max(0, one.record.connections - 1) for one in self.played.members)
        return lost + sum(one.refusals for one in self.played.members)

    @property
    def over(self):
        return all(one.over for one in self.played.members)


def fill_until_refused(crowd, fill):
    """Fill the disk, make room once a member was refused; `fill` returns what makes room."""
    before = crowd.refusals
    make_room = fill()
    try:
        while crowd.refusals == before and not crowd.over:
            time.sleep(0.02)
    finally:
        make_room()


def no_file_grows(server):
    """Let no file of a server grow beyond one byte, as on a full disk; return what undoes it."""
    kind, before = resource.RLIMIT_FSIZE, resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.pid, kind, (1, before[1]))
    return lambda: resource.prlimit(server.pid, kind, before)
