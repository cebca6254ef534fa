"""Microsoft Dynamics 365: answers of its Web API (Dataverse), and rows in a warehouse."""
