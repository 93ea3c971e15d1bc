from dreiklang.exchange.models.teams import Interest, TeamGuest, TopicTeam

__all__ = ["Interest", "TeamGuest", "TopicTeam"]
