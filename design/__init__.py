"""The experiment itself: who plays, what they earn, who can verify whose contribution, and why."""
