"""How does a simulated member close its browser in the middle of the game?"""


class GoneError(Exception):
    """The member has closed its browser."""


class Leaving:
    """A conduct that decides as another does, and closes the browser in a given round."""

    def __init__(self, there, *, round):
        self.there, self.round = there, round

    def decide(self, shown):
        if shown.round == self.round:
            raise GoneError
        return self.there.decide(shown)

    def __getattr__(self, name):
        return getattr(self.there, name)
