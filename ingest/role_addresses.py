"""Addresses that are no person's, as sources ask for them; the words are in the graph's layer."""

from graph.people.role_addresses import BOT, LIST, RESOURCE, SHARED_MAILBOX, kind_of

__all__ = ["BOT", "LIST", "RESOURCE", "SHARED_MAILBOX", "kind_of"]
