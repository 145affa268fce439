"""Which kinds of stage are there?"""

from design.phases import Contribute, Observe
from design.stages.accept import Accept
from design.stages.access import Access
from design.stages.admit import Admit
from design.stages.advise import Advise
from design.stages.agenda import Agenda
from design.stages.assign import Assign
from design.stages.banner import Banner
from design.stages.broadcast import Broadcast
from design.stages.broker import Broker
from design.stages.capacity import Capacity
from design.stages.claim import Claim, Follow
from design.stages.delegate import Decree, Delegate
from design.stages.deliberate import Deliberate, Length
from design.stages.deliver import Deliver
from design.stages.disclose import Disclose
from design.stages.dress import Dress
from design.stages.effort import Effort
from design.stages.feed import Feed
from design.stages.fund import Fund
from design.stages.gate import Gate
from design.stages.jury import Jury
from design.stages.local import Local
from design.stages.look import Look
from design.stages.meet import Meet
from design.stages.newsletter import Newsletter
from design.stages.offer import Offer
from design.stages.outage import Outage
from design.stages.pledge import Pledge
from design.stages.police import Police
from design.stages.project import Project
from design.stages.rate import Rate
from design.stages.relay import Relay
from design.stages.report import Report
from design.stages.research import Research
from design.stages.rotate import Rotate
from design.stages.sanction import Sanction
from design.stages.skills import Skills
from design.stages.specialise import Specialise
from design.stages.stage import Stage
from design.stages.talk import Talk
from design.stages.target import Target
from design.stages.turnover import Turnover
from design.stages.voice import Voice
from design.stages.vote import Vote
from design.stages.yoke import Yoke

STAGES: tuple[type[Stage], ...] = (
    Accept, Access, Admit, Advise, Agenda, Assign, Banner, Broadcast, Broker, Capacity, Claim,
    Contribute, Decree, Delegate, Deliberate, Deliver, Disclose, Dress, Effort, Feed, Follow, Fund,
    Gate, Jury, Length, Local, Look, Meet, Newsletter, Observe, Offer, Outage, Pledge, Police,
    Project, Rate, Relay, Report, Research, Rotate, Sanction, Skills, Specialise, Talk, Target,
    Turnover, Voice, Vote, Yoke,
)  # fmt: skip
"""Every kind of stage that a design may name."""
