"""How does each screen look that a participant sees?"""
