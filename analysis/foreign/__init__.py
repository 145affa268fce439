"""How does somebody else's table of a repeated game become a Panel?"""
