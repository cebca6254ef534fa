"""Mattermost: answers of its API, bulk exports of a server, and compliance exports."""
