"""The demo company: two years of invented exports, and the story that they hide.

``build`` writes mail, calendars, calls, chat, posts, CRM and people files into a folder, the same
for the same seed to the byte. They are loaded through the ordinary sources like anybody's own.
"""

from api.demo.builder import ENDS, EXPORTS, build
from api.demo.truth import Truth

__all__ = ["ENDS", "EXPORTS", "Truth", "build"]
