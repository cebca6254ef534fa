"""What makes a stakeholder: legitimacy and urgency, interest and stance."""
