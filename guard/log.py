"""What happened in this lab, without what anyone chose or who they are?

One rotating file, `logs/contingent.log` under the working directory, git-ignored:

    2025-11-22T15:40:12.123Z INFO session=abcd1234 group=3 round=7 event=settled ms=12.4
    2025-11-22T15:40:13.456Z ERROR number=48291357 where="GET /p/k7x2…/…" KeyError: … at file:line

Choices, labels and addresses never enter it; participant codes are shortened by `short()`. Errors
are printed as well, for whoever started the server.
"""

import logging
import logging.handlers
import re
import secrets
import time
import traceback
from pathlib import Path

FOLDER = Path("logs")
NAME = "contingent.log"
MAX_BYTES = 5_000_000
BACKUPS = 9
INNERMOST = 8

_logger = logging.getLogger("contingent")


def event(
    session: str | None = None,
    group: int | None = None,
    round: int | None = None,  # noqa: A002
    event: str = "",
    ms: float | None = None,
) -> None:
    """Write one line about the session; leave out what does not apply."""
    fields = {"session": session, "group": group, "round": round, "event": event}
    parts = [f"{name}={_word(value)}" for name, value in fields.items() if value is not None]
    if ms is not None:
        parts.append(f"ms={ms:.1f}")
    _open().info(" ".join(parts))


def failure(error: BaseException | None, *, where: str) -> str:
    """Write an unexpected error with its stack and return the number that finds the line.

    The number has eight digits, so that a participant can read it out.
    """
    number = f"{secrets.randbelow(10**8):08d}"
    _open().error(f'number={number} where="{short_path(where)}" {_described(error)}')
    return number


def short(code: str) -> str:
    """Return a participant code cut so that it cannot open anyone's pages."""
    return code[:4] + "…" if len(code) > 4 else code


def short_path(path: str) -> str:
    """Return a path without its query, participant codes cut."""
    plain = path.split("?")[0]
    return re.sub(r"(?<!/api/)(?<=/)[a-z0-9]{8}(?=/|$)", lambda code: short(code[0]), plain)


def _described(error: BaseException | None) -> str:
    if error is None:
        return "no exception"
    frames = traceback.extract_tb(error.__traceback__)[-INNERMOST:]
    stack = " < ".join(f"{_tail(f.filename)}:{f.lineno} {f.name}" for f in reversed(frames))
    return f"{type(error).__name__}: {_without_values(str(error))} at {stack}"


def _tail(filename: str) -> str:
    return "/".join(Path(filename).parts[-2:])


def _without_values(message: str) -> str:
    """Mask quoted texts and digits: a message may repeat what somebody typed."""
    first_line = message.splitlines()[0] if message else ""
    quoted = re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", first_line)
    return re.sub(r"\d+", "#", quoted)[:300]


def _word(value: object) -> str:
    return re.sub(r"[^\w.:+-]", "_", str(value))[:80]


class _Formatter(logging.Formatter):
    converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        stamp = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        return f"{stamp}.{int(record.msecs):03d}Z {record.levelname} {record.getMessage()}"


def _open() -> logging.Logger:
    """Open the file at the first line, so that importing this module writes nothing."""
    if not _logger.handlers:
        FOLDER.mkdir(exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            FOLDER / NAME, maxBytes=MAX_BYTES, backupCount=BACKUPS, encoding="utf-8"
        )
        terminal = logging.StreamHandler()
        terminal.setLevel(logging.ERROR)
        for each in (handler, terminal):
            each.setFormatter(_Formatter())
            _logger.addHandler(each)
        _logger.setLevel(logging.INFO)
        _logger.propagate = False
    return _logger
