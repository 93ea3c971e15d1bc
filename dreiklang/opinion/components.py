"""Where people and statements lie: the two directions in which answers differ most.

Source: C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw, C. Megill: Polis. Scaling Deliberation by Mapping High Dimensional
Opinion Spaces. Recerca 26 (2), 2021, doi 10.6035/recerca.5516; constants as in the documentation and the published
results of Polis (compdemocracy.org/algorithms).
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import LinearOperator, eigsh

from dreiklang.opinion.matrix import Matrix

FEW = 40  # statements: up to here the whole table of their covariances is quicker than iterating
ENOUGH_VOTES = 7
ENOUGH_PEOPLE = 15
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Map:
    """components: shape (2, statements), unit vectors or 0 where nothing differs. places: (participants, 2).
    extremity: (statements,). explained: share of the variance along each."""

    components: np.ndarray
    places: np.ndarray
    extremity: np.ndarray
    explained: tuple[float, float]


def map_of(matrix: Matrix) -> Map:
    """Principal components of the column-mean-filled, centred matrix over *all* who voted, and everybody's place.

    A place is the sum over a person's votes of (vote - centre) · component, stretched by √(statements / own votes) so
    that who answered little is not drawn to the middle. The sign of a component means nothing; it is chosen so that
    the longer tail of places lies on its positive side.
    """
    people, number = matrix.shape
    deviations = matrix.deviations
    components, variances = leading(deviations)
    raw = deviations @ components.T
    scale = np.sqrt(number / np.maximum(matrix.placed_votes_of_participants, 1))
    places = raw * scale[:, None]
    signs = _signs(places, components)
    components, places = components * signs[:, None], places * signs
    # Like the place of somebody who only said "agree" to this one statement.
    extremity = np.sqrt(number) * np.abs(1 - matrix.centre) * np.linalg.norm(components, axis=0)
    total = float(deviations.data @ deviations.data)
    explained = tuple((variances / total).tolist()) if total else (0.0, 0.0)
    return Map(components, places, extremity, explained)


def leading(deviations) -> tuple[np.ndarray, np.ndarray]:
    """The two leading eigenvectors of the covariance of statements, and their eigenvalues, without ever making the
    matrix of votes dense."""
    number = deviations.shape[1]
    components, variances = np.zeros((2, number)), np.zeros(2)
    if not deviations.data.any():
        return components, variances
    if number <= FEW:
        values, vectors = np.linalg.eigh((deviations.T @ deviations).toarray())
    else:
        across = deviations.T.tocsr()
        covariance = LinearOperator((number, number), matvec=lambda v: across @ (deviations @ v), dtype=float)
        spread = np.sqrt(np.bincount(deviations.indices, weights=deviations.data**2, minlength=number))
        # A start that no symmetry of the answers is blind to; the result does not depend on it.
        start = spread * (0.5 + (np.arange(1, number + 1) * GOLDEN) % 1)
        values, vectors = eigsh(covariance, k=2, which="LA", v0=start, tol=1e-12, ncv=min(number - 1, 24))
    order = np.argsort(values)[::-1][:2]
    for place, index in enumerate(order):
        if values[index] > 1e-10 * values[order[0]]:
            variances[place], components[place] = values[index], vectors[:, index]
    return components, variances


def _signs(places: np.ndarray, components: np.ndarray) -> np.ndarray:
    skewness = (places**3).sum(axis=0)
    is_even = np.abs(skewness) <= 1e-9 * (np.abs(places) ** 3).sum(axis=0)
    heaviest = components[[0, 1], np.abs(components).argmax(axis=1)] if components.size else np.ones(2)
    return np.where(np.where(is_even, heaviest, skewness) < 0, -1.0, 1.0)


def who_counts(matrix: Matrix) -> np.ndarray:
    """Rows that count for groups: 7 votes, or all statements where there are fewer. If these are fewer than 15, those
    with the most votes join, and with the fifteenth all who have as many as they."""
    votes = matrix.votes_of_participants
    limit = min(ENOUGH_VOTES, matrix.shape[1])
    if (votes >= limit).sum() < ENOUGH_PEOPLE and len(votes):
        limit = np.sort(votes)[::-1][min(ENOUGH_PEOPLE, len(votes)) - 1]
    return np.flatnonzero(votes >= max(limit, 1))
