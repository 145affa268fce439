"""Which numbers does each statistical method return, given plain arrays?"""
