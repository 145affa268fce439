"""What is every sentence that a participant reads, in every language of the lab?"""
