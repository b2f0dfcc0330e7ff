"""The least CVaR of weights between 0 and a bound that add up to 1, as Rockafellar and Uryasev's linear programme."""
import numpy as np
from contender import run
from scipy import sparse
from scipy.optimize import linprog


def programme(given, method):
    n, count = given.count(), given.count()
    confidence, bound = given.number(), given.number()
    returns = given.matrix(count, n)
    tail = count * (1 - confidence)

    def job():
        cost = np.concatenate([np.zeros(n), [1.0], np.full(count, 1 / tail)])
        # excess_s >= -r_s w - level
        rows = sparse.hstack(
            [sparse.csr_matrix(-returns), -np.ones((count, 1)), -sparse.identity(count)], format="csc"
        )
        total = sparse.csc_matrix(np.concatenate([np.ones(n), np.zeros(count + 1)])[None, :])
        bounds = [(0, bound)] * n + [(None, None)] + [(0, None)] * count
        found = linprog(cost, rows, np.zeros(count), total, [1.0], bounds, method=method)
        weights = found.x[:n]
        losses = np.sort(-returns @ weights)[::-1]
        whole = int(np.floor(tail + 1e-9))
        rest = tail - whole
        return [(losses[:whole].sum() + (rest * losses[whole] if rest > 1e-9 else 0)) / tail]

    return job


run(
    {
        "highs": lambda given: programme(given, "highs"),
        "highs-ds": lambda given: programme(given, "highs-ds"),
        "highs-ipm": lambda given: programme(given, "highs-ipm"),
    }
)
