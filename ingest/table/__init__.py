"""Tables: logs of any size as columns, by a mapping, through a DuckDB in memory."""
