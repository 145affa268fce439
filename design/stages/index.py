"""Which kinds of stage are there?"""

from design.phases import Contribute, Observe
from design.stages.look import Look
from design.stages.research import Research
from design.stages.stage import Stage
from design.stages.talk import Talk

STAGES: tuple[type[Stage], ...] = (Contribute, Look, Observe, Research, Talk)
"""Every kind of stage that a design may name."""
