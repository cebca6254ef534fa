"""Intercom: conversations with customers, and the contacts and admins in them."""
