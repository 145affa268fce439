"""Which units and sentences do several definitions share?"""

POINTS = "percentage points of the endowment"
SHARE = "percent of the endowment"

CENSORED = "the time is the last round and the event is false: it still stands there"
STOPPED = "censored at the last round before the first unsettled one, unless fallen by then"
NOT_ASKED = "beliefs that were stated count, however many; a group that stated none is missing"
LEFT_OUT = "unfinished groups are left out and not counted in n_groups"
FROM_ZERO = "missing, with a note: nothing can be lost from zero"
