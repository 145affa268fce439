"""What is promised before the first session, and was the promise kept?"""
