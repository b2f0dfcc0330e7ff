"""The jobs of the analytics benchmark in numpy and scipy, vectorised as their users do.

Usage: numpy-scipy.py JOB INPUT OUTPUT REPETITIONS; the formats are those of quantlib.cpp.
"""
import sys
import time

import numpy as np
from scipy import optimize, special


class Input:
    def __init__(self, path):
        self.values = np.array(open(path).read().split(), dtype=float)
        self.at = 0

    def number(self):
        return float(self.numbers(1)[0])

    def count(self):
        return int(self.number())

    def numbers(self, n):
        found = self.values[self.at : self.at + n]
        assert len(found) == n, "the input is too short"
        self.at += n
        return found


def bonds(given):
    given.number()
    tenors, scenarios, bond_count = given.count(), given.count(), given.count()
    knots = given.numbers(tenors) / 365
    rates = given.numbers(scenarios * tenors).reshape(scenarios, tenors)
    flows = [given.numbers(2 * given.count()).reshape(-1, 2) for _ in range(bond_count)]
    days = np.unique(np.concatenate([flow[:, 0] for flow in flows]))
    amounts = np.zeros((bond_count, len(days)))
    for row, flow in zip(amounts, flows):
        np.add.at(row, np.searchsorted(days, flow[:, 0]), flow[:, 1])
    times = days / 365

    def job():
        at = np.clip(np.searchsorted(knots, times), 1, tenors - 1)
        weight = np.clip((times - knots[at - 1]) / (knots[at] - knots[at - 1]), 0, 1)
        zero = rates[:, at - 1] * (1 - weight) + rates[:, at] * weight
        return (amounts @ np.exp(-zero * times).T).ravel()

    return job


def implied_vols(given):
    side, forward, strike, years, price = given.numbers(5 * given.count()).reshape(-1, 5).T

    def value(deviation):
        d1 = np.log(forward / strike) / deviation + deviation / 2
        return side * (forward * special.ndtr(side * d1) - strike * special.ndtr(side * (d1 - deviation)))

    def vega(deviation):
        d1 = np.log(forward / strike) / deviation + deviation / 2
        return forward * np.exp(-(d1**2) / 2) / np.sqrt(2 * np.pi)

    def job():
        # from the inflection point of price in volatility Newton's method cannot overshoot
        start = np.maximum(np.sqrt(2 * np.abs(np.log(forward / strike))), 1e-3)
        found = optimize.newton(lambda x: value(x) - price, start, fprime=vega, tol=1e-13, maxiter=200)
        return found / np.sqrt(years)

    return job


def exposure(given):
    rate, a, sigma = given.number(), given.number(), given.number()
    paths, dates, swap_count, step = given.count(), given.count(), given.count(), given.number()
    notional, coupon, years = given.numbers(3 * swap_count).reshape(-1, 3).T
    years = years.astype(int)
    longest = years.max()
    normals = given.numbers(paths * dates).reshape(paths, dates)

    def job():
        def alpha(t):
            return rate + sigma**2 / (2 * a**2) * (1 - np.exp(-a * t)) ** 2

        def bonds_at(t, r, ends):
            b = (1 - np.exp(-a * (ends - t))) / a
            log_a = -rate * (ends - t) + b * rate - sigma**2 / (4 * a) * (1 - np.exp(-2 * a * t)) * b**2
            return np.exp(log_a - np.outer(r, b))

        x = np.zeros(paths)
        deviation = sigma * np.sqrt((1 - np.exp(-2 * a * step)) / (2 * a))
        fixing = np.full(paths, np.exp(rate) - 1)
        positive, negative = np.zeros(dates), np.zeros(dates)
        for d in range(dates):
            t = (d + 1) * step
            x = x * np.exp(-a * step) + deviation * normals[:, d]
            next_year = int(np.floor(t + 1e-9)) + 1
            alive = next_year <= years
            if not alive.any():
                continue
            bond = bonds_at(t, x + alpha(t), np.arange(next_year, longest + 1))
            if abs(t - round(t)) < 1e-9:
                fixing = 1 / bond[:, 0] - 1
            # one weight for each payment date, as the swaps add up
            weights, first = np.zeros(longest - next_year + 1), 0.0
            for amount, rate_paid, end in zip(notional[alive], coupon[alive], years[alive]):
                weights[: end - next_year + 1] += amount * rate_paid
                weights[end - next_year] += amount
                first += amount
            value = bond @ weights - first * (1 + fixing) * bond[:, 0]
            positive[d], negative[d] = np.maximum(value, 0).mean(), np.maximum(-value, 0).mean()
        return np.concatenate([positive, negative])

    return job


JOBS = {"bonds": bonds, "implied-vols": implied_vols, "exposure": exposure}
job = JOBS[sys.argv[1]](Input(sys.argv[2]))
for _ in range(int(sys.argv[4])):
    start = time.perf_counter()
    answer = job()
    print(f"{time.perf_counter() - start:.9f}")
np.savetxt(sys.argv[3], answer, fmt="%.17g")
