"""ImageJ and Fiji in this process."""
