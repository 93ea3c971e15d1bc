def may_tend_the_search(person) -> bool:
    """Read what is often missed, and say which words mean the same: the programme team."""
    return person.is_authenticated and person.is_team
