"""The book as the benchmark exports it: points that move with factors, legs of amounts times points, formulas of legs."""
import json

import numpy as np
from scipy.special import erf

SUM, EXCHANGE, SWAPTION, FUTURE, CREDIT = range(5)


class Book:
    def __init__(self, path):
        with open(path) as file:
            given = json.load(file)
        self.__dict__.update(given)
        for name in ("pointValues", "quantities", "base", "legWeights"):
            setattr(self, name, np.array(given[name], float))
        self.scenarios = given["scenarios"]
        self.width = len(self.factorGroups)
        self.shocks = np.fromfile(given["shocksFile"]).reshape(self.scenarios, self.width)
        years = np.array(given["pointYears"], float)
        # how the logarithm of each point moves for a unit of each factor
        self.loadings = np.zeros((self.width, len(years)))
        for run in given["runs"]:
            at = slice(run["from"], run["to"])
            for factor, constant, linear, square in run["loadings"]:
                self.loadings[factor, at] += constant + years[at] * (linear + years[at] * square)
        self.lines = len(self.quantities)
        self.instruments = given["instruments"]
        for one in self.instruments:
            one["legs"] = [(np.array(points, int), np.array(amounts, float)) for points, amounts in one["legs"]]
        # units of each hedge instrument as weights of its legs, the legs being the instruments after the fund's lines
        units = len(given["legStarts"]) - 1
        self.unit_weights = np.zeros((len(self.legWeights), units))
        for u in range(units):
            at = slice(given["legStarts"][u], given["legStarts"][u + 1])
            self.unit_weights[at, u] = self.legWeights[at]
        self.positions = np.array(given["positions"], float)  # packages x units
        self.margined = np.array(given["margined"], bool)

    def view(self, group):
        """The shocks with those of all other groups set to zero."""
        if group == "all":
            return self.shocks
        return np.where(np.array(self.factorGroups) == group, self.shocks, 0.0)


def normal_cdf(x):
    return 0.5 * (1 + erf(x / np.sqrt(2)))


def formula_value(one, legs, shocks):
    """Value of an instrument from its legs: arrays over scenarios, those of a credit default swap with periods beside."""
    p, formula = one["parameters"], one["formula"]
    if formula == SUM:
        return legs[0]
    if formula == FUTURE:
        return legs[2] * (legs[0] / legs[1] - p[0])
    level = p[1] + (shocks[:, one["levelFactor"]] if one["levelFactor"] >= 0 else 0.0)
    if formula == CREDIT:
        ends, middles = legs
        hazard = np.broadcast_to(np.maximum(level, 0) / p[3], shocks.shape[:1])
        years = one["legs"][0][1]
        times = np.concatenate([[0], p[4] + p[5] * np.arange(len(years))])
        survival = np.exp(-hazard[:, None] * times)
        premium = p[2] * years
        defaults = survival[:, :-1] - survival[:, 1:]
        parts = (p[3] - 0.5 * premium) * defaults * middles - premium * survival[:, 1:] * ends
        return p[0] * parts.sum(axis=1)
    deviation = np.maximum(level, 1e-6) * p[2]
    if formula == EXCHANGE:
        received, paid = legs
        d1 = np.log(received / paid) / deviation + 0.5 * deviation
        return p[0] * (received * normal_cdf(p[0] * d1) - paid * normal_cdf(p[0] * (d1 - deviation)))
    annuity, floating = legs
    moneyness = p[0] * (floating / annuity - p[3])
    d = moneyness / deviation
    density = np.exp(-0.5 * d * d) / np.sqrt(2 * np.pi)
    return annuity * np.maximum(moneyness * normal_cdf(d) + deviation * density, np.maximum(moneyness, 0))
