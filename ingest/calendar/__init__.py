"""Calendars in iCalendar's format: meetings, their series and their time zones."""
