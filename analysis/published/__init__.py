"""Which numbers did others publish, and which do their data give here?"""
