"""Text as files hold it: encodings, HTML, and what platforms spoil."""
