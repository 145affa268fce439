"""Does the registered Plan keep its promises of size, coverage and family-wise error?"""
