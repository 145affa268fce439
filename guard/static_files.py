"""Can a static address read a file that is not static?

The pinned Starlette compares folders as texts, so that `..%2f_static_private` counts as inside
`_static` (CVE-2023-29159).
"""

import os

HOOKS = ("otree.common2.OTreeStaticFiles.lookup_path",)


def apply() -> None:
    """Refuse what leaves its folder."""
    from otree.common2 import OTreeStaticFiles

    look_up = OTreeStaticFiles.lookup_path

    async def lookup_path(self, path: str):
        if climbs(path):
            return "", None
        full_path, found = await look_up(self, path)
        return (full_path, found) if _inside(full_path, self.all_directories) else ("", None)

    OTreeStaticFiles.lookup_path = lookup_path


def climbs(path: str) -> bool:
    """Say whether a path names a parent folder, an absolute place or no file at all."""
    parts = path.replace("\\", "/").split("/")
    return ".." in parts or os.path.isabs(path) or "\0" in path or ":" in parts[0]


def _inside(full_path: str, folders: list) -> bool:
    if not full_path:
        return False
    roots = [os.path.realpath(folder) for folder in folders]
    return any(os.path.commonpath([full_path, root]) == root for root in roots)
