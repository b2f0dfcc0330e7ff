"""Risk budgets as the minimum of y'Cy / 2 - sum b ln y (Spinu 2013), by the methods of scipy.optimize and by plain Newton steps.

In units of volatility, where the problem is well scaled: C are the correlations. `-checked` begins with the covariance matrix and
proves by a Cholesky factor that it is one; the others are given the correlations.
"""
import numpy as np
from contender import run
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize


def read(given):
    n = given.count()
    budgets = given.numbers(n).copy()
    return n, budgets, given.matrix(n, n)


def correlations(sigma):
    vols = np.sqrt(np.diag(sigma))
    return vols, sigma / vols[:, None] / vols


def by_scipy(given, method, checked=False, **options):
    n, budgets, sigma = read(given)
    known = correlations(sigma)

    def job():
        if checked:
            np.linalg.cholesky(sigma)
        vols, correlation = correlations(sigma) if checked else known
        # x = ln y keeps y above zero without a bound
        start = np.log(np.sqrt(budgets / correlation.sum() * n))

        def value(x):
            y = np.exp(x)
            cy = correlation @ y
            return y @ cy / 2 - budgets @ x, y * cy - budgets

        def product(x, p):
            y = np.exp(x)
            return y * (correlation @ (y * p)) + y * (correlation @ y) * p

        second = {} if method == "L-BFGS-B" else {"hessp": product}
        found = minimize(value, start, jac=True, method=method, options=options, **second)
        weights = np.exp(found.x) / vols
        return weights / weights.sum()

    return job


def by_newton(given):
    n, budgets, sigma = read(given)
    vols, correlation = correlations(sigma)

    def job():
        y = np.sqrt(budgets / correlation.sum() * n)
        for _ in range(100):
            gradient = correlation @ y - budgets / y
            if np.abs(y * gradient).max() < 1e-13:
                break
            hessian = correlation.copy()
            hessian.flat[:: n + 1] += budgets / y**2
            step = cho_solve(cho_factor(hessian, overwrite_a=True, check_finite=False), -gradient, check_finite=False)
            falling = step < 0
            size = min(1.0, 0.95 * (-y[falling] / step[falling]).min()) if falling.any() else 1.0
            y = y + size * step
        weights = y / vols
        return weights / weights.sum()

    return job


QUASI_NEWTON = {"ftol": 1e-16, "gtol": 1e-12, "maxiter": 5000, "maxfun": 5000}

run(
    {
        "newton-cg": lambda given: by_scipy(given, "Newton-CG", xtol=1e-12),
        "trust-ncg": lambda given: by_scipy(given, "trust-ncg", gtol=1e-12),
        "trust-krylov": lambda given: by_scipy(given, "trust-krylov", gtol=1e-12),
        "l-bfgs-b": lambda given: by_scipy(given, "L-BFGS-B", **QUASI_NEWTON),
        "l-bfgs-b-checked": lambda given: by_scipy(given, "L-BFGS-B", checked=True, **QUASI_NEWTON),
        "newton-cholesky": by_newton,
    }
)
