"""What surrounds a request: who may ask, what an error looks like, pages, background work."""
