"""Scenarios of strategies with t returns under a t copula, and the tails of the portfolio and of every strategy."""
import numpy as np
from contender import run
from scipy import special


def simulation(given, with_tables):
    strategies, scenarios = given.count(), given.count()
    degrees = given.number()
    confidences = given.numbers(2)
    weights, locations, scales, own_degrees = (given.numbers(strategies).copy() for _ in range(4))
    correlation = given.matrix(strategies, strategies)
    draws = np.random.default_rng(1)

    def exact(scores):
        return special.stdtrit(own_degrees, special.stdtr(degrees, scores))

    def by_tables(scores):
        """One table from scores to returns for each strategy, linear between nodes that are dense where it bends."""
        nodes = np.sinh(np.linspace(-8.0, 8.0, 1025))
        lower = special.stdtr(degrees, nodes[:513])
        moved = np.empty_like(scores)
        for i in range(strategies):
            half = special.stdtrit(own_degrees[i], lower)
            moved[:, i] = np.interp(scores[:, i], nodes, np.concatenate([half, -half[-2::-1]]))
        return moved

    def job():
        factor = np.linalg.cholesky(correlation)
        scores = draws.standard_normal((scenarios, strategies)) @ factor.T
        scores /= np.sqrt(draws.chisquare(degrees, scenarios) / degrees)[:, None]
        returns = locations + scales * (by_tables(scores) if with_tables else exact(scores))
        parts = -returns * weights
        losses = parts.sum(axis=1)
        order = np.argsort(losses)
        sorted_losses = losses[order]
        by_strategy = np.sort(-returns, axis=0)
        figures = [-losses.mean(), losses.std(ddof=1), (losses > 0).mean()]
        ranks = np.ceil(scenarios * confidences - 1e-9).astype(int)
        for column in np.column_stack([sorted_losses, by_strategy]).T:
            for rank in ranks:
                figures += [column[rank - 1], column[rank:].mean()]
        for rank in ranks:
            figures += parts[order[rank:]].mean(axis=0).tolist()
        return figures

    return job


run({"scipy": lambda given: simulation(given, False), "tables": lambda given: simulation(given, True)})
