"""How is a module patched that cannot be imported yet?

`otree.urls` and `otree.asgi` read the apps' pages, so they cannot be imported while an app is
being imported; a patch of theirs waits here until oTree imports them itself.
"""

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Callable
from types import ModuleType

Patch = Callable[[ModuleType], None]

_waiting: dict[str, list[Patch]] = {}


def when_imported(name: str, patch: Patch) -> None:
    """Call `patch(module)` right after the module's own code has run, or now if it has."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
    if name in sys.modules:
        patch(sys.modules[name])
    else:
        _waiting.setdefault(name, []).append(patch)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds nothing itself; adds the waiting patches to what the other finders find."""

    def find_spec(self, fullname, path, target=None):
        if fullname not in _waiting:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module = _patching(spec.loader.exec_module, fullname)
        return spec


def _patching(run: Callable[[ModuleType], None], name: str) -> Callable[[ModuleType], None]:
    def exec_module(module: ModuleType) -> None:
        run(module)
        for patch in _waiting.pop(name, []):
            patch(module)

    return exec_module
