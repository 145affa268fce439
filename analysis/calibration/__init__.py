"""Do the simulated members behave like the people of published experiments?"""
