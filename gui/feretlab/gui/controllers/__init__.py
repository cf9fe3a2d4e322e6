"""What ties the session to work in threads, without widgets."""
