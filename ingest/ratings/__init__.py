"""Answers to surveys and reviews: which column is what, and what an answer says."""
