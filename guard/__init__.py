"""What must be patched in oTree 6.0.15 so that a real session is safe in it?"""
