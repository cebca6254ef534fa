"""Zoho CRM: records of its API (version 2 and later), and the CSV files of its backups."""
