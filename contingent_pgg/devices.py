"""What kind of device does a tab run on, as its browser declares it?

Worked out once, as the socket opens, and kept with the socket only: what the browser declared is
neither stored nor logged.
"""

from collections.abc import Mapping

KINDS = ("phone", "tablet", "computer")


def kind(headers: Mapping[str, str]) -> str:
    """Return one of `KINDS`, or an empty text where a browser declares nothing.

    A tablet that asks for pages as a computer does declares itself a computer.
    """
    declared = headers.get("user-agent", "")
    if not declared:
        return ""
    android = "Android" in declared
    if "iPad" in declared or "Tablet" in declared or (android and "Mobile" not in declared):
        return "tablet"
    small = android or any(word in declared for word in ("Mobi", "iPhone", "iPod"))
    return "phone" if small else "computer"
