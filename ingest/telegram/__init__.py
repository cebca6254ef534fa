"""Telegram: chats exported by Telegram Desktop, and updates that a bot was sent."""
