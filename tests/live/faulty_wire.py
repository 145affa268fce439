"""How does a test cut the network between members and their server, and restore it?"""

import asyncio
import threading

CHUNK = 65_536


class Wire:
    """A line on 127.0.0.1 that leads to a server's port; use as a context manager.

    `hush()` lets nothing through and loses nothing, as a router does that is about to be back;
    `sever()` ends every connection and takes no new one; `mend()` restores the line.
    """

    def __init__(self, port):
        self._there = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._ends = set()
        self._quiet = self._down = False

    def __enter__(self):
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._join, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_):
        self.sever()
        self._server.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def hush(self):
        self._quiet = True

    def sever(self):
        self._down = True
        self._do(self._abort())

    def mend(self):
        self._quiet = self._down = False

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _abort(self):
        for end in list(self._ends):
            end.transport.abort()

    async def _join(self, reader, writer):
        self._ends.add(writer)
        try:
            if self._down:
                return
            there, out = await asyncio.open_connection("127.0.0.1", self._there)
            self._ends.add(out)
            await asyncio.gather(self._carry(reader, out), self._carry(there, writer))
        except OSError:
            return
        finally:
            writer.transport.abort()
            self._ends.discard(writer)

    async def _carry(self, reader, writer):
        try:
            while data := await reader.read(CHUNK):
                while self._quiet and not self._down:
                    await asyncio.sleep(0.01)
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()
            self._ends.discard(writer)
