"""Revalues the book in all views and judges the packages. Arguments: METHOD BOOK OUTPUT REPETITIONS THREADS.

per-instrument  one instrument after another, vectorised over scenarios
whole-book      all distinct points at once in chunks that fit the cache, sparse legs, only what a view moves
each-package    every package priced from scratch with its fund, no use of linearity; a sample of the packages
each-scenario   a loop over scenarios, one instrument after another; a sample of the scenarios
"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from book import CREDIT, SUM, Book, formula_value
from figures import package_figures, package_figures_by_covariance, profits, tail
from scipy.sparse import csr_matrix

method, path, output, repetitions, threads = sys.argv[1:]
book = Book(path)


def prepared(one):
    """For each leg: the factors that move it, how they move its points, the values of these, the amounts."""
    legs = []
    for points, amounts in one["legs"]:
        loads = book.loadings[:, points]
        factors = np.flatnonzero(loads.any(axis=1))
        legs.append((factors, loads[factors], book.pointValues[points], amounts))
    return one, legs


def instrument_value(one, legs, shocks):
    values = []
    for factors, loads, standing, amounts in legs:
        points = standing * np.exp(shocks[:, factors] @ loads)
        values.append(points if one["formula"] == CREDIT else points @ amounts)
    return formula_value(one, values, shocks)


def per_instrument():
    table = [prepared(one) for one in book.instruments]

    def job():
        fund, units = {}, {}
        for view in book.views:
            shocks = book.view(view)
            values = np.column_stack([instrument_value(one, legs, shocks) for one, legs in table])
            fund[view], units[view] = profits(book, values)
        return fund, units, package_figures(book, fund, units)

    return job


def whole_book():
    """
    Rows are points, legs, instruments and columns scenarios, so that sparse products run along memory. A view computes the points
    that it moves, once for all legs that hold them; the rest of a leg is a constant.
    """
    chunk = 512
    columns = [leg for one in book.instruments for leg in one["legs"]]
    starts = np.cumsum([0] + [len(points) for points, _ in columns])
    all_legs = csr_matrix(
        (
            np.concatenate([amounts for _, amounts in columns]),
            np.concatenate([points for points, _ in columns]),
            starts,
        ),
        shape=(len(columns), len(book.pointValues)),
    )
    first = np.cumsum([0] + [len(one["legs"]) for one in book.instruments])
    formulas = np.array([one["formula"] for one in book.instruments])
    levels = np.array([one["levelFactor"] for one in book.instruments])
    # fund and units as weights of the instruments
    weights = np.zeros((len(book.instruments), 1 + book.unit_weights.shape[1]))
    weights[: book.lines, 0] = book.quantities
    weights[book.lines :, 1:] = book.unit_weights

    def plan(view):
        group = np.array(book.factorGroups)
        moved = np.ones(book.width, bool) if view == "all" else group == view
        points = np.flatnonzero(book.loadings[moved].any(axis=0))
        legs_moved = np.flatnonzero(np.add.reduceat(np.isin(all_legs.indices, points).astype(int), starts[:-1]))
        owners = np.searchsorted(first, legs_moved, side="right") - 1
        levels_moved = np.flatnonzero((levels >= 0) & moved[levels])
        instruments = np.union1d(owners, levels_moved)
        sums = instruments[formulas[instruments] == SUM]
        others = instruments[formulas[instruments] != SUM]
        legs = np.concatenate([first[sums], *(np.arange(first[i], first[i + 1]) for i in others)]).astype(int)
        amounts = all_legs[legs]
        constants = amounts @ book.pointValues - amounts[:, points] @ book.pointValues[points]
        place = np.full(len(book.pointValues), -1)
        place[points] = np.arange(len(points))
        return {
            "sums": sums,
            "others": others,
            "instruments": np.concatenate([sums, others]),
            "amounts": amounts[:, points],
            "constants": constants[:, None],
            "loads": csr_matrix(book.loadings[:, points].T * moved),
            "standing": book.pointValues[points][:, None],
            "place": place,
            "shocks": np.ascontiguousarray(book.view(view)),
        }

    def credit_points(points, place, values):
        """Scenarios x periods; standing points in one row for all."""
        at = place[points]
        if (at < 0).all():
            return book.pointValues[points][None, :]
        found = np.repeat(book.pointValues[points][:, None], values.shape[1], axis=1)
        found[at >= 0] = values[at[at >= 0]]
        return found.T

    plans = {view: plan(view) for view in book.views}

    def part(view, begin, end):
        p = plans[view]
        shocks = p["shocks"][begin:end]
        values = p["loads"] @ np.ascontiguousarray(shocks.T)
        np.exp(values, out=values)
        values *= p["standing"]
        legs = p["amounts"] @ values
        legs += p["constants"]
        count = len(p["sums"])
        moved = np.empty((len(p["instruments"]), end - begin))
        moved[:count] = legs[:count]
        at = count
        for k, i in enumerate(p["others"]):
            one = book.instruments[i]
            own = legs[at : at + len(one["legs"])]
            at += len(one["legs"])
            if one["formula"] == CREDIT:
                own = [credit_points(points, p["place"], values) for points, _ in one["legs"]]
            moved[count + k] = formula_value(one, own, shocks)
        moved -= book.base[p["instruments"], None]
        return weights[p["instruments"]].T @ moved

    pool = ThreadPoolExecutor(int(threads)) if int(threads) > 1 else None

    def job():
        tasks = [
            (view, begin, min(begin + chunk, book.scenarios))
            for view in book.views
            for begin in range(0, book.scenarios, chunk)
        ]
        mapped = (pool.map if pool else map)(lambda task: part(*task), tasks)
        fund = {view: np.empty(book.scenarios) for view in book.views}
        units = {view: np.empty((book.unit_weights.shape[1], book.scenarios)) for view in book.views}
        for (view, begin, end), found in zip(tasks, mapped):
            fund[view][begin:end] = found[0]
            units[view][:, begin:end] = found[1:]
        return fund, units, package_figures_by_covariance(book, fund, units)

    return job


def each_package():
    """Value at risk and effectiveness of sampled packages, each from new values of the fund and of its trades."""
    table = [prepared(one) for one in book.instruments]
    lines = range(book.lines)

    def priced(position, shocks):
        total = np.zeros(len(shocks))
        for i in lines:
            total += book.quantities[i] * (instrument_value(*table[i], shocks) - book.base[i])
        for u in np.flatnonzero(position):
            for leg in range(book.legStarts[u], book.legStarts[u + 1]):
                i = book.lines + leg
                unit = instrument_value(*table[i], shocks) - book.base[i]
                total += position[u] * book.legWeights[leg] * unit
        return total

    def job():
        rows = []
        for k in book.samplePackages:
            surplus = {view: priced(book.positions[k], book.view(view)) for view in ("all", *book.exposed)}
            value, shortfall = tail(surplus["all"], book.confidence)
            variances = [surplus[group].var() for group in book.exposed]
            rows.append([value, shortfall, surplus["all"].std(ddof=1), *variances])
        return {}, {}, np.array(rows)

    return job


def each_scenario():
    """Profits of the fund in sampled scenarios, one after another, instruments one after another."""
    table = [prepared(one) for one in book.instruments]

    def job():
        fund = {}
        for view in book.views:
            shocks = book.view(view)
            found = []
            for s in book.sampleScenarios:
                row = shocks[s : s + 1]
                values = np.array([instrument_value(one, legs, row)[0] for one, legs in table])
                found.append(profits(book, values[None, :])[0][0])
            fund[view] = np.array(found)
        return fund, {}, np.empty(0)

    return job


jobs = {
    "per-instrument": per_instrument,
    "whole-book": whole_book,
    "each-package": each_package,
    "each-scenario": each_scenario,
}
job = jobs[method]()
for _ in range(int(repetitions)):
    start = time.perf_counter()
    fund, units, figures = job()
    print(time.perf_counter() - start, flush=True)
np.concatenate([*(fund[view] for view in book.views if view in fund), figures.ravel()]).tofile(output)
