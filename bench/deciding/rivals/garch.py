"""Maximum-likelihood GARCH(1,1) fits by L-BFGS-B, the variances by a linear filter, with the analytic gradient."""
import numpy as np
from contender import run
from scipy.optimize import minimize
from scipy.signal import lfilter


def fits(given, gradient):
    count, observations = given.count(), given.count()
    series = given.matrix(count, observations)
    constant = observations / 2 * np.log(2 * np.pi)

    def fitted(returns):
        mean, spread = returns.mean(), returns.std()
        scaled = (returns - mean) / spread

        def filtered(x):
            mu, omega, alpha, beta = x
            e = scaled - mu
            squares = e * e
            presample = squares.mean()
            lagged = np.concatenate([[presample], squares[:-1]])
            h, _ = lfilter([1.0], [1.0, -beta], omega + alpha * lagged, zi=[beta * presample])
            return e, presample, lagged, h

        def value(x):
            e, _, _, h = filtered(x)
            return (np.log(h).sum() + (e * e / h).sum()) / 2 / observations

        def value_and_gradient(x):
            beta = x[3]
            e, presample, lagged, h = filtered(x)
            # derivatives of the lagged squares by mu, and of the variances by all parameters: one filter of four rows
            by_mu = np.concatenate([[-2 * e.mean()], -2 * e[:-1]])
            before = np.concatenate([[presample], h[:-1]])
            driven = np.stack([x[2] * by_mu, np.ones(observations), lagged, before])
            start = np.array([[-2 * beta * e.mean()], [0.0], [0.0], [0.0]])
            slopes, _ = lfilter([1.0], [1.0, -beta], driven, axis=1, zi=start)
            ratio = e * e / h
            weight = (1 - ratio) / h / 2
            slope = slopes @ weight
            slope[0] -= (e / h).sum()
            return (np.log(h).sum() + ratio.sum()) / 2 / observations, slope / observations

        # the best of a few starts by variance targeting
        starts = [[0, (1 - a - b), a, b] for a, b in ((0.05, 0.9), (0.1, 0.85), (0.1, 0.7), (0.2, 0.5), (0.02, 0.97))]
        start = min(starts, key=value)
        found = minimize(
            value_and_gradient if gradient else value,
            start,
            jac=gradient,
            method="L-BFGS-B",
            bounds=[(None, None), (1e-8, None), (0, 1), (0, 1)],
            options={"ftol": 1e-11, "gtol": 1e-7},
        )
        return -observations * (found.fun + np.log(spread)) - constant

    return lambda: [fitted(returns) for returns in series]


run({"gradient": lambda given: fits(given, True), "differences": lambda given: fits(given, False)})
