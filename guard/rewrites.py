"""Which of oTree's own templates print what a stranger wrote?

They are changed as they are read, so that the rest of the page stays oTree's; a text that is no
longer there stops the server's start instead of leaving the hole open.
"""

from pathlib import Path

HOOKS = ("otree.templating.loader.FileLoader.load_from_disk",)

# `return_url` comes from the address; a script in it would run on the participant's click.
REWRITES = {
    "otree/SessionPayments.html": (
        '{{ p.label || "" }}',
        "{{ if p.label }}{{ p.label|escape }}{{ endif }}",
    ),
    "otree/GBATInactive.html": (
        "if (returnUrl) {",
        "if (/^\\/p\\/[\\w\\/-]+$/.test(returnUrl || '')) {",
    ),
}


class RewriteError(RuntimeError):
    """A template of oTree does not hold the text that must be replaced."""


def apply() -> None:
    """Check that each text is where it was, and replace it whenever oTree reads the file."""
    from otree.templating.loader import FileLoader, ibis_loader

    load = FileLoader.load_from_disk

    def load_from_disk(self, template_id, template_type):
        path = self.search_template(template_id)
        if template_id not in REWRITES or not _is_of_otree(path):
            return load(self, template_id, template_type)
        from otree.templating.template import Template

        return Template(rewritten(template_id), template_id, template_type=template_type), path

    FileLoader.load_from_disk = load_from_disk
    for template_id in REWRITES:
        rewritten(template_id)
        ibis_loader.cache.pop(template_id, None)


def rewritten(template_id: str) -> str:
    """Return oTree's template with its hole closed."""
    old, new = REWRITES[template_id]
    text = (_folder() / template_id).read_text("utf-8")
    if old not in text:
        raise RewriteError(f"{template_id} of this oTree does not contain {old!r}")
    return text.replace(old, new)


def _folder() -> Path:
    import otree

    return Path(otree.__file__).parent / "templates"


def _is_of_otree(path: Path) -> bool:
    return _folder() in path.resolve().parents
