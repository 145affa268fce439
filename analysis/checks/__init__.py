"""What should stand in each table, recomputed from choices, schedule and seeds alone?"""
