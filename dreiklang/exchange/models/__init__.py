from dreiklang.exchange.models.colleagues import Pair, PairingWish, WelcomeDone  # noqa: F401
