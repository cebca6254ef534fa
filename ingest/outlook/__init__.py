"""Outlook's CSV exports: contacts and calendars of classic Outlook, and of Google Contacts."""
