"""How is a design written down so that it can be read back, compared and hashed?

Canonical JSON: sorted keys, no spaces, a dataclass as an object whose "is" names its class. A
field that a class has gained is left out where it says what the class meant before (`formerly`),
so that a design stored then reads back as what was played, with the same hash.
"""

import hashlib
import json
from dataclasses import fields, is_dataclass
from typing import Any


def encode(value: Any) -> Any:
    """Turn a design object into plain JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        formerly = getattr(value, "formerly", {})
        stated = {field.name: getattr(value, field.name) for field in fields(value)}
        body = {name: encode(one) for name, one in stated.items()
                if name not in formerly or one != formerly[name]}  # fmt: skip
        return {"is": type(value).__name__, **body}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"a design holds numbers, text and dataclasses, found {type(value).__name__}")


def decode(value: Any, known: dict[str, type]) -> Any:
    """Turn plain JSON values back into design objects of the known classes.

    Raises
    ------
    ValueError
        Where a class or a field is not known.
    """
    if isinstance(value, list):
        return tuple(decode(item, known) for item in value)
    if not isinstance(value, dict):
        return value
    name = value.get("is")
    if name not in known:
        raise ValueError(f"stored design names {name!r}; known: {sorted(known)}")
    declared = {field.name for field in fields(known[name])}
    given = {key: decode(item, known) for key, item in value.items() if key != "is"}
    if set(given) - declared:
        raise ValueError(f"stored {name} has unknown fields {sorted(set(given) - declared)}")
    return known[name](**{**getattr(known[name], "formerly", {}), **given})


def dumps(value: Any) -> str:
    """Write a design object as canonical JSON."""
    return json.dumps(encode(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint(value: Any) -> str:
    """Return the SHA-256 of a design object's canonical JSON, in hexadecimal."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()
