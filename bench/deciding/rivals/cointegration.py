"""Engle-Granger t statistics of pairs with a constant: statsmodels on a sample of pairs, numpy on all of them at one lag."""
import numpy as np
from contender import run


def read(given):
    count, observations, sampled = given.count(), given.count(), given.count()
    pairs = given.numbers(2 * sampled).reshape(-1, 2).astype(int)
    return count, observations, pairs, given.matrix(count, observations)


def by_statsmodels(given, **lags):
    from statsmodels.tsa.stattools import coint

    _, _, pairs, series = read(given)
    return lambda: [coint(series[i], series[j], trend="c", **lags)[0] for i, j in pairs]


def level_statistic(ll, ld, l1, dd, d1, d11, rows):
    """t of the level from the products of the level (l), its change (d) and the change before (1)."""
    determinant = ll * d11 - l1 * l1
    level = (d11 * ld - l1 * d1) / determinant
    lagged = (ll * d1 - l1 * ld) / determinant
    residual = dd - level * ld - lagged * d1
    return level / np.sqrt(residual / (rows - 2) * d11 / determinant)


def pair_by_pair(given):
    """The spreads of one series against all later ones at a time."""
    count, observations, _, series = read(given)

    def job():
        centred = series - series.mean(axis=1, keepdims=True)
        squares = np.einsum("it,it->i", centred, centred)
        found = []
        for i in range(count - 1):
            later = centred[i + 1 :]
            spread = centred[i] - (later @ centred[i] / squares[i + 1 :])[:, None] * later
            change = np.diff(spread, axis=1)
            level, now, before = spread[:, 1:-1], change[:, 1:], change[:, :-1]
            products = [
                np.einsum("it,it->i", a, b)
                for a, b in (
                    (level, level),
                    (level, now),
                    (level, before),
                    (now, now),
                    (now, before),
                    (before, before),
                )
            ]
            found.append(level_statistic(*products, observations - 2))
        return np.concatenate(found)

    return job


def by_moments(given):
    """No spread is formed: their products follow from those of all pairs of series, which are matrix products."""
    count, observations, _, series = read(given)

    def job():
        centred = series - series.mean(axis=1, keepdims=True)
        change = np.diff(centred, axis=1)
        level, now, before = centred[:, 1:-1], change[:, 1:], change[:, :-1]
        cross = centred @ centred.T
        ratio = cross / np.diag(cross)
        upper = np.triu_indices(count, 1)
        i, j = upper
        beta = ratio[upper]

        def product(a, b):
            table = a @ b.T
            own = np.diag(table)
            both = table[upper] + table.T[upper]
            return own[i] - beta * both + beta**2 * own[j]

        return level_statistic(
            product(level, level),
            product(level, now),
            product(level, before),
            product(now, now),
            product(now, before),
            product(before, before),
            observations - 2,
        )

    return job


run(
    {
        "statsmodels-lag": lambda given: by_statsmodels(given, maxlag=1, autolag=None),
        "statsmodels-aic": lambda given: by_statsmodels(given, maxlag=18, autolag="aic"),
        "numpy-pairs": pair_by_pair,
        "numpy-moments": by_moments,
    }
)
