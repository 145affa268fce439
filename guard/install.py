"""Which patches does oTree get, and when?

Each app's `__init__` begins with

    from guard.install import install

    install()

before it imports anything of oTree; `settings.py` never does. The first call applies every patch
below, later ones do nothing. Each patch is a module that names the private parts it relies on in
`HOOKS` and is applied by its `apply()`.
"""

import sys

import otree

from guard import (
    background,
    channels,
    commands,
    configs,
    content_type,
    cookies,
    creation,
    exclusive,
    formulas,
    front,
    indexes,
    labels,
    live,
    pages,
    postgres,
    quiet,
    rewrites,
    routes,
    schema,
    sqlite,
    static_files,
    timeouts,
    version,
)

PATCHES = (
    commands,
    timeouts,
    schema,
    sqlite,
    postgres,
    indexes,
    quiet,
    exclusive,
    channels,
    configs,
    creation,
    routes,
    background,
    front,
    pages,
    live,
    labels,
    rewrites,
    formulas,
    content_type,
    cookies,
    static_files,
)

_installed = False


def install() -> None:
    """Apply every patch once, or end the process with the reason and the remedy."""
    global _installed
    if _installed:
        return
    problem = version.problem(otree.__version__)
    if problem:
        sys.exit(problem)
    _installed = True
    for patch in PATCHES:
        patch.apply()
