"""Pure functions over arrays: ties, centrality, communities, weakening, stakeholders."""
