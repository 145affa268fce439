"""What would a study of many treatments at once play, and what does it say of all between them?"""
