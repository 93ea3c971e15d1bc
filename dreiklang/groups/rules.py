def may_lead_groups(person) -> bool:
    """Say who belongs together, and so who reads what: the programme team."""
    return person.is_authenticated and person.is_team
