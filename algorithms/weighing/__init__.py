"""What one interaction counts: by its kind, channel and length, and whom it reached."""
