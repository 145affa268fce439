"""Which kinds of stage are there?"""

from design.phases import Contribute, Observe
from design.stages.capacity import Capacity
from design.stages.fund import Fund
from design.stages.look import Look
from design.stages.meet import Meet
from design.stages.research import Research
from design.stages.stage import Stage
from design.stages.talk import Talk
from design.stages.target import Target
from design.stages.vote import Vote

STAGES: tuple[type[Stage], ...] = (
    Capacity, Contribute, Fund, Look, Meet, Observe, Research, Talk, Target, Vote,
)  # fmt: skip
"""Every kind of stage that a design may name."""
