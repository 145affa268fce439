"""How does a test strike a running session at random moments?"""

import contextlib
import random
import threading


class Strikes:
    """How often the fault has struck."""

    def __init__(self):
        self.count = 0
        self.error = None


@contextlib.contextmanager
def striking(strike, most, *, seed, every):
    """Strike at random moments while the block runs, `most` times at most.

    The time between two strikes is uniform from nothing to twice `every` seconds.
    """
    over, struck, draw = threading.Event(), Strikes(), random.Random(seed)

    def run():
        try:
            while struck.count < most and not over.wait(draw.uniform(0, 2 * every)):
                strike()
                struck.count += 1
        except Exception as error:
            struck.error = error

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield struck
    finally:
        over.set()
        thread.join()
    if struck.error is not None:
        raise struck.error
