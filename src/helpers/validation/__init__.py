"""How do you know? A sample drawn, coded blind and read back: agreement, our own error, the corrected trend."""
