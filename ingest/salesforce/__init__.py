"""Salesforce: answers of its REST and Bulk APIs, CSV exports, reports, rows in a warehouse."""
