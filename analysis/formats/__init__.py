"""How do the exported tables become files of other programs, with their codebook inside?"""
