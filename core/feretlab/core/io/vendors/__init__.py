"""What each maker's files say about their pictures, one maker a file."""
