"""The highest risk_tolerance mu'w - w'Sw / 2 of weights between 0 and a bound that add up to 1."""
import numpy as np
from contender import run


def read(given):
    n = given.count()
    tolerance, bound = given.number(), given.number()
    return n, bound, tolerance * given.numbers(n), given.matrix(n, n)


def answer(reward, sigma, weights):
    weights = np.asarray(weights).ravel()
    return np.concatenate([[reward @ weights - weights @ sigma @ weights / 2], weights])


def with_cvxopt(given):
    from cvxopt import matrix, solvers, spmatrix

    n, bound, reward, sigma = read(given)
    solvers.options["show_progress"] = False
    p, q = matrix(sigma), matrix(-reward)
    # a diagonal matrix of bounds as such: dense ones take several times as long
    g = spmatrix([-1.0] * n + [1.0] * n, list(range(2 * n)), list(range(n)) * 2)
    h = matrix(np.concatenate([np.zeros(n), np.full(n, bound)]))
    a, b = matrix(1.0, (1, n)), matrix(1.0)

    return lambda: answer(reward, sigma, solvers.qp(p, q, g, h, a, b, kktsolver="chol2")["x"])


def with_slsqp(given):
    from scipy.optimize import minimize

    n, bound, reward, sigma = read(given)
    total = {"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(n)}

    def job():
        found = minimize(
            lambda w: w @ sigma @ w / 2 - reward @ w,
            np.full(n, 1 / n),
            jac=lambda w: sigma @ w - reward,
            bounds=[(0, bound)] * n,
            constraints=[total],
            method="SLSQP",
            options={"ftol": 1e-9, "maxiter": 500},
        )
        return answer(reward, sigma, found.x)

    return job


run({"cvxopt": with_cvxopt, "slsqp": with_slsqp})
