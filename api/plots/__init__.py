"""Pictures of a back-test: shapes that a page (SVG) and a picture (PNG) draw alike."""
