"""Which questions about sustained cooperation does the field ask, E1 to E17, as data?"""
