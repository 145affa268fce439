"""What do the groups' choices say about the hypotheses of the Plan?"""
