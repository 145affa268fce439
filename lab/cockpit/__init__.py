"""Where the experimenter sees what goes on in a session, and acts."""
