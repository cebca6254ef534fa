"""Google Chat and Google Voice, as a Google Takeout holds them."""
