"""GitHub: payloads of webhooks, events of its API and of GH Archive, pages of its interfaces."""
