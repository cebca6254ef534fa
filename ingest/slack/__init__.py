"""Slack: exports of a workspace, and answers of its Web API."""
