def may_award(person) -> bool:
    """Award confirmations by the rule, see who has one, withdraw one: the programme team."""
    return person.is_authenticated and person.is_team
