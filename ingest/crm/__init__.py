"""What the CRM systems share: records of any writing, people, deals, and their users' words."""
