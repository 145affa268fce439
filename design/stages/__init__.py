"""What can members do within a round beside contributing? One kind of stage a file."""
