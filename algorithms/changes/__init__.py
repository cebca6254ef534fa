"""What changed between two moments, part by part, or would without a tie or a person."""
