"""Brinson-Fachler attribution with Carino's linking: sums by period and segment, then arithmetic on small matrices."""
import numpy as np
from contender import run


def attribution(given):
    rows, periods, segments = given.count(), given.count(), given.count()
    period = given.numbers(rows).astype(np.int64)
    segment = given.numbers(rows).astype(np.int64)
    own, theirs, returns = given.numbers(rows).copy(), given.numbers(rows).copy(), given.numbers(rows).copy()

    def job():
        cell = period * segments + segment

        def sums(values):
            return np.bincount(cell, values, periods * segments).reshape(periods, segments)

        w, v = sums(own), sums(theirs)
        p, b = sums(own * returns), sums(theirs * returns)
        portfolio, benchmark = p.sum(axis=1), b.sum(axis=1)
        segment_benchmark = b / v
        segment_portfolio = np.divide(p, w, out=segment_benchmark.copy(), where=w != 0)
        allocation = (w - v) * (segment_benchmark - benchmark[:, None])
        selection = v * (segment_portfolio - segment_benchmark)
        interaction = (w - v) * (segment_portfolio - segment_benchmark)

        def slope(r, s):
            return (np.log1p(r) - np.log1p(s)) / (r - s)

        total = slope(np.prod(1 + portfolio) - 1, np.prod(1 + benchmark) - 1)
        factor = slope(portfolio, benchmark) / total
        linked = [factor @ effect for effect in (allocation, selection, interaction)]
        return np.concatenate([*linked, portfolio, benchmark])

    return job


run({"bincount": attribution})
