"""Would the registered Plan find what is there, with this many groups, and what would it cost?"""
