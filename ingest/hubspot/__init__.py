"""HubSpot: answers of its APIs in versions 1, 3 and 4, CSV exports, and rows in a warehouse."""
