"""How does the cockpit come into the lab's server, and into no other?"""

from types import ModuleType

from guard.deferred import when_imported


def prepare() -> None:
    """Add the cockpit's pages as soon as the game is imported; nothing of oTree is needed yet."""
    when_imported("contingent_pgg", _mount)


def _mount(game: ModuleType) -> None:
    # Only now: it imports the game.
    from lab.cockpit import routes, showing

    routes.mount()
    showing.mount()
