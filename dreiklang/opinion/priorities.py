"""Which statement deserves to be asked next.

Source: the published priorities of Polis. With A agreeing, P passing, S voting (those in groups) and extremity E:

    importance = (1 - (P + 1) / (S + 2)) (E + 1) (A + 1) / (S + 2)
    priority = (importance (1 + 8 · 2^(-S / 5)))²        and 7² for a statement about the people themselves

What divides people, is not passed over, and has not been answered often, is asked more. Draw the next statement with
these as weights.
"""

import numpy as np

OF_META = 7.0**2


def priorities(counts: np.ndarray, extremity: np.ndarray, is_meta: np.ndarray) -> np.ndarray:
    """counts: (statements, 3), agree, disagree, pass of those in groups; returns (statements,), greater than 0."""
    votes = counts.sum(axis=1)
    importance = (1 - (counts[:, 2] + 1) / (votes + 2)) * (extremity + 1) * (counts[:, 0] + 1) / (votes + 2)
    return np.where(is_meta, OF_META, (importance * (1 + 8 * 2.0 ** (-votes / 5))) ** 2)
