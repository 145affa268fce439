"""What does a researcher run around a session?"""
