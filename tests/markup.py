"""Is a piece of HTML well made? Tags close, names are unique, everything has a label."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = {"span", "a", "input"}
VOID = {"meta", "link", "input", "br", "img"}
REFERRING = ("for", "aria-labelledby", "aria-describedby")


@dataclass
class Element:
    """A tag with its attributes, its ancestors' tags and its text."""

    tag: str
    attributes: dict
    inside: tuple = ()
    text: str = ""


@dataclass
class Markup(HTMLParser):
    """All elements of a document or fragment, in order, and what is wrong with them."""

    elements: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    open: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if len(set(names)) < len(names):
            self.faults.append(f"<{tag}> repeats an attribute: {names}")
        element = Element(tag, dict(attrs), tuple(one.tag for one in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open[-1].tag != tag:
            self.faults.append(f"</{tag}> closes {[one.tag for one in self.open]}")
        else:
            self.open.pop()
            self.handle_data(" " * (tag not in INLINE))

    def handle_data(self, data):
        for element in self.open:
            element.text += data

    def all(self, *tags):
        """Return the elements with one of some tags."""
        return [one for one in self.elements if one.tag in tags]


def parse(html):
    """Read HTML, and note what is wrong with it in `faults`."""
    markup = Markup()
    markup.feed(html)
    markup.close()
    markup.faults += [f"<{one.tag}> is never closed" for one in markup.open]
    markup.faults += [*_names(markup), *_headings(markup), *_inputs(markup)]
    return markup


def _names(markup):
    ids = [one.attributes["id"] for one in markup.elements if "id" in one.attributes]
    yield from (f"id {name!r} is used twice" for name in set(ids) if ids.count(name) > 1)
    for one in markup.elements:
        for kind in REFERRING:
            for name in one.attributes.get(kind, "").split():
                if name not in ids:
                    yield f"<{one.tag} {kind}> points to {name!r}, which is not there"


def _headings(markup):
    levels = [int(one.tag[1]) for one in markup.all("h1", "h2", "h3", "h4")]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"headings are {levels}, one h1 comes first"
    if any(after - before > 1 for before, after in zip(levels, levels[1:], strict=False)):
        yield f"headings skip a level: {levels}"


def _inputs(markup):
    labelled = {one.attributes.get("for") for one in markup.all("label")}
    for one in markup.all("input", "textarea"):
        if "label" not in one.inside and one.attributes.get("id") not in labelled:
            yield f"<{one.tag} {one.attributes}> has no label"
    for one in markup.all("button", "summary", "legend", "label", "th"):
        if not one.text.strip():
            yield f"<{one.tag}> has no text"


def words(html):
    """Return what a person reads or hears, without the drawing's coordinates."""
    markup = parse(html)
    heard = [one.attributes.get("aria-label", "") for one in markup.elements]
    return " ".join([markup.elements[0].text, *heard])
