"""Facebook: the information one downloads, and answers of its Graph API."""
