"""Who fills a group of the task that stays short, when nobody of it comes back to read its pay?

Answers are lent once a group has waited for its next member as long as people wait for the game.
A group that cannot be filled yet is left alone: people may still come, and its members are paid
at the latest when one of them reads a statement.
"""

import asyncio

from conditional_contribution import matching
from contingent_pgg import records
from guard.lock import transaction

SECONDS_BETWEEN_LOOKS = 5


async def run() -> None:
    """Look for such groups for as long as the server lives."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        async with transaction():
            matching.fill(records.now_ms())
