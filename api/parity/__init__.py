"""Parity: the same measures taken by tieline and by other libraries, side by side."""
