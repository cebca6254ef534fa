"""Meetup: gatherings of groups, and who said that they would come."""
