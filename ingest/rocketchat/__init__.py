"""Rocket.Chat: answers of its API, and exports of its collections."""
