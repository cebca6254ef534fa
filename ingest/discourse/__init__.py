"""Discourse: topics with their posts, lists of posts and of topics, as a forum's addresses give."""
