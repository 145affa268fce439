"""How do R and Stata reproduce the registered estimates from the same CSV files?"""
