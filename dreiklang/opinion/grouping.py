"""Groups of people who answer alike: 100 base clusters, weighted k-means on them, k chosen by silhouette; then k-means
goes on person by person.

Sources: the two steps and their constants as published by Polis (see components.py). Starts: T. Su, J. Dy: In search of
deterministic methods for initializing k-means, Intelligent Data Analysis 11 (2007), for the base clusters; A. Likas,
N. Vlassis, J. Verbeek: The global k-means clustering algorithm, Pattern Recognition 36 (2003), for the groups.
Choice of k: P. Rousseeuw: Silhouettes, Journal of Computational and Applied Mathematics 20 (1987). Nothing is drawn by
lot, and turning the map over changes nothing.
"""

from dataclasses import dataclass

import numpy as np

BASE_CLUSTERS = 100
BASE_ROUNDS, GROUP_ROUNDS = 5, 100
AT_ONCE = 16_384  # places whose distances to all centres are held in memory
TRIED = 12  # places as a new centre
MOST_GROUPS = 5


@dataclass(frozen=True)
class Grouping:
    """labels: a group 0… for each place, 0 the largest. silhouettes: for each number of groups that was possible."""

    labels: np.ndarray
    silhouettes: dict[int, float]

    @property
    def number(self) -> int:
        return int(self.labels.max()) + 1


def group(places: np.ndarray, smallest: int = 1, numbers: range | None = None) -> Grouping | None:
    """Groups of the given places, shape (people, 2), none smaller than `smallest`; None if there are not two such.

    At most 2 + (base clusters / 12) groups and never more than five. A group that comes out too small joins the one
    whose centre is nearest, before the choice is made: whoever stands apart is neither shown nor left over.
    """
    if len(places) < 2:
        return None
    places = np.round(places, 9) + 0.0  # what differs only by the order of adding is the same place
    bases, base_of = _base_clusters(places)
    weights = np.bincount(base_of, minlength=len(bases)).astype(float)
    most = min(MOST_GROUPS, 2 + len(bases) // 12, len(bases), max(numbers or [MOST_GROUPS]))
    found: dict[int, tuple[float, np.ndarray]] = {}
    distances = np.linalg.norm(bases[:, None] - bases[None], axis=2)
    for labels in _global_k_means(bases, weights, distances, most):
        labels = _without_small(labels, bases, weights, smallest)
        number = int(labels.max()) + 1
        if number < 2 or (numbers and number not in numbers):
            continue
        value = silhouette(distances, weights, labels)
        if number not in found or value > found[number][0]:
            found[number] = value, labels
    if not found:
        return None
    best = max(found, key=lambda number: (round(found[number][0], 9), -number))
    labels = _largest_first(_person_by_person(found[best][1][base_of], places, smallest), places)
    return Grouping(labels, {number: found[number][0] for number in sorted(found)})


def _base_clusters(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(places) <= BASE_CLUSTERS:
        distinct, which = np.unique(places, axis=0, return_inverse=True)
        return distinct, which.reshape(-1)
    labels = _split(places, BASE_CLUSTERS)
    ones = np.ones(len(places))
    for _ in range(BASE_ROUNDS):
        centres = _means(places, ones, labels)
        nearest = _nearest(places, centres)
        if (nearest == labels).all():
            break
        labels = np.unique(nearest, return_inverse=True)[1]
    return _means(places, ones, labels), labels


def _split(places: np.ndarray, number: int) -> np.ndarray:
    """Halves again and again what is spread most, at its mean across its wider side. Places that are the same stay
    together, so that there may be fewer parts than asked for."""
    labels = np.zeros(len(places), dtype=np.int64)
    axes = [np.ascontiguousarray(axis) for axis in (places - places.mean(axis=0)).T]
    parts = [np.arange(len(places))]
    sums, spreads, totals = [_sums(axes, parts[0])], np.zeros((number, 2)), np.zeros(number)
    spreads[0] = _spread(sums[0], len(places))
    totals[0] = spreads[0].sum()
    nothing = 1e-13 * totals[0]
    while len(parts) < number:
        widest, new = int(totals.argmax()), len(parts)
        if totals[widest] <= nothing:
            break
        part, axis = parts[widest], int(spreads[widest].argmax())
        is_beyond = axes[axis][part] > sums[widest][axis] / len(part)
        parts.append(part[is_beyond])
        if not 0 < len(parts[new]) < len(part):
            parts.pop()
            totals[widest] = 0
            continue
        parts[widest] = part[~is_beyond]
        labels[parts[new]] = new
        # What is left is the difference: the sums of only one half are added up.
        sums.append(_sums(axes, parts[new]))
        sums[widest] = [whole - half for whole, half in zip(sums[widest], sums[new], strict=True)]
        for each in (widest, new):
            spreads[each] = _spread(sums[each], len(parts[each]))
            totals[each] = spreads[each].sum()
    return labels


def _sums(axes: list[np.ndarray], part: np.ndarray) -> list[float]:
    """Of x, of y, of x squared, of y squared."""
    x, y = axes[0][part], axes[1][part]
    return [float(x.sum()), float(y.sum()), float(x @ x), float(y @ y)]


def _spread(sums: list[float], people: int) -> tuple[float, float]:
    return sums[2] - sums[0] ** 2 / people, sums[3] - sums[1] ** 2 / people


def _nearest(places: np.ndarray, centres: np.ndarray) -> np.ndarray:
    size, turned = (centres**2).sum(axis=1), -2 * centres.T
    parts = range(0, len(places), AT_ONCE)
    return np.concatenate([(places[each : each + AT_ONCE] @ turned + size).argmin(axis=1) for each in parts])


def _means(places: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> np.ndarray:
    sums = [np.bincount(labels, weights=weights * places[:, axis]) for axis in range(2)]
    return np.stack(sums, axis=1) / np.bincount(labels, weights=weights)[:, None]


def _global_k_means(places: np.ndarray, weights: np.ndarray, distances: np.ndarray, most: int):
    """Yields labels for 2, 3, … `most` clusters. Each grows out of the one before by a new centre; the places that
    promise to lower the error most are tried, and the best of these runs is kept."""
    centres = np.average(places, axis=0, weights=weights)[None]
    squares = distances**2
    for _ in range(2, most + 1):
        nearest = ((places[:, None] - centres[None]) ** 2).sum(axis=2).min(axis=1)
        promised = np.maximum(nearest[None] - squares, 0) @ weights
        tried = np.argsort(-np.round(promised, 9), kind="stable")[:TRIED]
        starts = np.concatenate([np.repeat(centres[None], len(tried), axis=0), places[tried, None]], axis=1)
        labels, moved, errors, used = _lloyd(places, weights, starts)
        if not used.any():
            return
        best = int(np.argmin(np.where(used, np.round(errors, 9), np.inf)))
        centres = moved[best]
        yield labels[best]


def _lloyd(places: np.ndarray, weights: np.ndarray, centres: np.ndarray):
    """All starts at once. centres: (starts, k, 2). Returns labels (starts, places), centres, errors (starts,), and
    whether every centre has places (starts,)."""
    weighted = weights[:, None] * np.column_stack([places, np.ones(len(places))])
    squares = (places**2).sum(axis=1)
    labels = None
    for _ in range(GROUP_ROUNDS):
        away = (centres**2).sum(axis=2)[:, None] - 2 * (places @ centres.transpose(0, 2, 1))
        nearest = away.argmin(axis=2)
        if labels is not None and (nearest == labels).all():
            break
        labels = nearest
        is_in = (labels[:, :, None] == np.arange(centres.shape[1])).astype(float)
        sums = is_in.transpose(0, 2, 1) @ weighted
        mass = sums[:, :, 2:]
        centres = np.where(mass > 0, sums[:, :, :2] / np.maximum(mass, 1e-300), centres)
    errors = (weights * (squares + away.min(axis=2))).sum(axis=1)
    return labels, centres, errors, (mass[:, :, 0] > 0).all(axis=1)


def _without_small(labels: np.ndarray, places: np.ndarray, weights: np.ndarray, smallest: int) -> np.ndarray:
    labels = labels.copy()
    while True:
        names, labels = np.unique(labels, return_inverse=True)
        sizes = np.bincount(labels, weights=weights)
        if len(names) < 2 or sizes.min() >= smallest:
            return labels
        centres = _means(places, weights, labels)
        small = int(np.argmin(sizes))
        away = np.linalg.norm(centres - centres[small], axis=1)
        away[small] = np.inf
        labels[labels == small] = int(np.argmin(away))


def silhouette(distances: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> float:
    """Mean silhouette width over people: a base cluster of w stands for w people in one place. -1…1; who is alone in
    a group counts 0."""
    number = labels.max() + 1
    is_in = labels[:, None] == np.arange(number)
    mass = weights @ is_in
    sums = distances @ (weights[:, None] * is_in)
    own = np.arange(len(labels)), labels
    inside = sums[own] / np.maximum(mass[labels] - 1, 1)
    outside = sums / mass
    outside[own] = np.inf
    outside = outside.min(axis=1)
    width = (outside - inside) / np.maximum(np.maximum(inside, outside), 1e-300)
    return float(np.average(np.where(mass[labels] > 1, width, 0.0), weights=weights))


def _person_by_person(labels: np.ndarray, places: np.ndarray, smallest: int) -> np.ndarray:
    """The same groups with nobody bound to a base cluster any more: k-means goes on with people until it rests."""
    given, ones = labels, np.ones(len(places))
    number = labels.max() + 1
    for _ in range(GROUP_ROUNDS):
        centres = _means(places, ones, labels)
        nearest = _nearest(places, centres)
        if (np.bincount(nearest, minlength=number) < max(smallest, 1)).any():
            return given
        if (nearest == labels).all():
            break
        labels = nearest
    return labels


def _largest_first(labels: np.ndarray, places: np.ndarray) -> np.ndarray:
    sizes, centres = np.bincount(labels), _means(places, np.ones(len(places)), labels)
    order = np.lexsort((centres[:, 1], centres[:, 0], -sizes))
    new = np.empty(len(order), dtype=np.int64)
    new[order] = np.arange(len(order))
    return new[labels]
