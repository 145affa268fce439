"""Can one header freeze the server?

The pinned python-multipart reads Content-Type with a regular expression that takes minutes for
forty backslashes (CVE-2024-24762). This parser reads each character once.
"""

HOOKS = (
    "starlette.requests.parse_options_header",
    "starlette.formparsers.parse_options_header",
    "multipart.multipart.parse_options_header",
)

MAX_LENGTH = 1000
Parsed = tuple[bytes, dict[bytes, bytes]]


def apply() -> None:
    """Replace the parser in the three modules that imported it."""
    from multipart import multipart
    from starlette import formparsers, requests

    for module in (requests, formparsers, multipart):
        module.parse_options_header = parse


def parse(value: str | bytes | None) -> Parsed:
    """Return a header's first part in lower case, and its options `; key=value`.

    A header longer than a thousand characters is no browser's and counts as absent.
    """
    raw = value.encode("latin-1") if isinstance(value, str) else value
    if not raw or len(raw) > MAX_LENGTH:
        return b"", {}
    kind, *options = _split(raw)
    pairs = (option.partition(b"=") for option in options)
    return kind.strip().lower(), {
        key.strip().lower(): _unquoted(text.strip()) for key, equals, text in pairs if equals
    }


def _split(raw: bytes) -> list[bytes]:
    """Split at semicolons that are not inside a quoted text."""
    parts, quoted, escaped = [bytearray()], False, False
    for byte in raw:
        if byte == ord(";") and not quoted:
            parts.append(bytearray())
            continue
        if byte == ord('"') and not escaped:
            quoted = not quoted
        escaped = byte == ord("\\") and quoted and not escaped
        parts[-1].append(byte)
    return [bytes(part) for part in parts]


def _unquoted(text: bytes) -> bytes:
    if len(text) < 2 or not (text.startswith(b'"') and text.endswith(b'"')):
        return text
    return text[1:-1].replace(b"\\\\", b"\\").replace(b'\\"', b'"')
