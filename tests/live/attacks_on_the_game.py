"""What comes of attacks on the game's own socket?"""

import asyncio
import json

import websockets
from attacks import SCRIPT, Attacks
from members import Member, open_page

ATTACKS = Attacks()
attack = ATTACKS.attempt


@attack("a frame that is no JSON", "answered as malformed; the connection stays")
def _(scene):
    assert scene.talk("not json")[0]["acks"] == [{"id": None, "refused": "malformed"}]


@attack("a binary frame", "answered as malformed")
def _(scene):
    assert scene.talk(b"\x00\xff")[0]["acks"][0]["refused"] == "malformed"


@attack("a message of a megabyte", "the connection is closed with code 1009")
def _(scene):
    assert scene.talk("x" * 1_000_000)[1] == 1009


@attack("fifteen thousand nested brackets", "answered as malformed")
def _(scene):
    assert scene.talk("[" * 15_000)[0]["acks"][0]["refused"] == "malformed"


@attack("the server's own requests: expire, connect, give_up", "answered as malformed")
def _(scene):
    assert {scene.refused(do=do) for do in ("expire", "connect", "give_up")} == {"malformed"}


@attack("the experimenter's commands from a participant's socket", "answered as malformed")
def _(scene):
    assert {scene.refused(do=do, slot=0) for do in ("pause", "end", "replace")} == {"malformed"}


@attack("a round given as true, as text or as 1.0", "answered as malformed")
def _(scene):
    for number in (True, "1", 1.0, None):
        assert scene.contribute("5", number) == "malformed"


@attack("more points than one has", "refused; nothing is stored")
def _(scene):
    assert scene.contribute("21") == "refused.contribution"


@attack("-1, 1e1, NaN, 0x5, 5.5, Arabic digits, 1_0", "refused; nothing is stored")
def _(scene):
    for value in ("-1", "1e1", "NaN", "0x5", "5.5", "٥", "1_0", ""):
        assert scene.contribute(value) == "refused.contribution"


@attack("beliefs where none are asked", "refused; nothing is stored")
def _(scene):
    assert scene.contribute("5", **{"belief.across": "3"}) == "refused.beliefs"


@attack("a decision for a past or a future round", "refused; the screen shows where one is")
def _(scene):
    for number in (0, 2, 999_999, -1):
        assert scene.contribute("5", number) == "refused.not_now"


@attack("answers to an explanation that is not there", "refused")
def _(scene):
    said = scene.refused(do="answer", part=2, fields={"q.see_facing": "0"})
    assert said == "refused.not_now"


@attack("the code, seat and earnings of somebody else in the message", "ignored: a tab is its code")
def _(scene):
    fields = {"contribution": "21", "seat": "B", "earnings": "999", "automatic": "1"}
    message = {"do": "contribute", "id": "x", "round": 1, "code": scene.players[1]}
    reply, _ = scene.talk(json.dumps({**message, "fields": fields, "participant": "B"}))
    # It is judged as one's own, and out of range for oneself.
    assert reply["acks"][0]["refused"] == "refused.contribution"


@attack("an invented participant code", "the connection is closed with code 4404")
def _(scene):
    assert scene.talk(code="zzzzzzzz")[1] == 4404


@attack("SQL as a participant code", "the connection is closed with code 4404")
def _(scene):
    assert scene.talk(code="x'%20OR%20'1'='1")[1] == 4404


@attack("the game's socket before the introduction is passed", "closed with code 4409")
def _(scene):
    member = Member(scene.whole, scene.people[1])
    open_page(scene.whole, member.code)

    async def knock():
        url = f"{scene.whole.url.replace('http', 'ws', 1)}/game/{member.code}"
        async with websockets.connect(url, close_timeout=1) as member.socket:
            return await member.closed()

    assert asyncio.run(knock()) == 4409


@attack("two hundred messages at once", "what is too fast is refused unread; the others play on")
def _(scene):
    async def flood():
        url = f"{scene.game.url.replace('http', 'ws', 1)}/game/{scene.players[3]}"
        async with websockets.connect(url, close_timeout=1) as tab:
            for n in range(200):
                await tab.send(json.dumps({"do": "sync", "id": str(n)}))
            acks = []
            while len(acks) < 200:
                acks += json.loads(await asyncio.wait_for(tab.recv(), 20))["acks"]
            return [ack["refused"] for ack in acks]

    said = asyncio.run(flood())
    assert said.count("too_fast") > 50
    assert scene.contribute("21") == "refused.contribution"


@attack("nine tabs of one participant", "the oldest is closed with code 4429")
def _(scene):
    async def open_nine():
        tabs = [Member(scene.game, scene.players[2]) for _ in range(9)]
        for tab in tabs:
            await tab.connect()
        reason = await asyncio.wait_for(tabs[0].closed(), 10)
        await asyncio.gather(*(tab.close() for tab in tabs[1:]))
        return reason

    assert asyncio.run(open_nine()) == 4429


@attack("a message with NUL and markup in every field", "refused; no error, nothing stored")
def _(scene):
    assert scene.contribute("5\0" + SCRIPT, **{SCRIPT: SCRIPT}) == "refused.contribution"


@attack("a replayed message", "acknowledged again, counted once")
def _(scene):
    message = {"do": "contribute", "id": "once", "round": 1, "fields": {"contribution": "7"}}
    for _ in range(3):
        reply, _ = scene.talk(json.dumps(message), code=scene.players[3])
        assert reply["acks"][0]["refused"] is None
    assert "<dd>7" in reply["screen"]


@attack("another choice after the first", "refused: a choice is final")
def _(scene):
    message = {"do": "contribute", "id": "twice", "round": 1, "fields": {"contribution": "1"}}
    reply, _ = scene.talk(json.dumps(message), code=scene.players[3])
    assert reply["acks"][0]["refused"] == "refused.not_now"
