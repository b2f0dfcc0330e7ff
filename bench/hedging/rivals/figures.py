"""Value at risk, shortfall, volatility, effectiveness by group and collateral of every package, from its scenario profits."""
import numpy as np

GROUPS = ("rates", "inflation", "currency", "credit")


def tail(profits, confidence):
    """Lower quantile of the losses and their fractional shortfall, a row for each package."""
    n = profits.shape[-1]
    edge = int(np.ceil(n * confidence - 1e-9)) - 1
    losses = np.partition(-profits, edge, axis=-1)
    value = losses[..., edge]
    return value, value + (losses[..., edge + 1 :] - value[..., None]).sum(axis=-1) / (n * (1 - confidence))


def package_figures(book, fund, units):
    """
    Rows of VaR, shortfall, volatility, collateral call, effectiveness by group; `fund` and `units` (hedges x scenarios) are
    profits by view. Variances are taken of the packages' profits.
    """
    surplus = fund["all"] + book.positions @ units["all"]
    value, shortfall = tail(surplus, book.confidence)
    rows = [value, shortfall, surplus.std(axis=1, ddof=1), collateral(book, units)]
    for group in GROUPS:
        if group in book.exposed:
            rows.append(1 - (fund[group] + book.positions @ units[group]).var(axis=1) / fund[group].var())
        else:
            rows.append(np.zeros(len(value)))
    return np.stack(rows, axis=1)


def package_figures_by_covariance(book, fund, units):
    """The same with variances as quadratic forms of the covariance of fund and hedges, so that no profits are formed for them."""
    value, shortfall = tail(fund["all"] + book.positions @ units["all"], book.confidence)
    weights = np.column_stack([np.ones(len(book.positions)), book.positions])

    def variances(view):
        together = np.vstack([fund[view], units[view]])
        together -= together.mean(axis=1)[:, None]
        covariance = together @ together.T / together.shape[1]
        return np.einsum("ij,ij->i", weights @ covariance, weights), covariance[0, 0]

    n = len(fund["all"])
    rows = [value, shortfall, np.sqrt(variances("all")[0] * n / (n - 1)), collateral(book, units)]
    for group in GROUPS:
        if group in book.exposed:
            hedged, unhedged = variances(group)
            rows.append(1 - hedged / unhedged)
        else:
            rows.append(np.zeros(len(value)))
    return np.stack(rows, axis=1)


def collateral(book, units):
    """Quantile of the losses of the trades under margin, not below zero."""
    called, _ = tail(book.positions[:, book.margined] @ units["all"][book.margined], book.confidence)
    return np.maximum(called, 0)


def profits(book, values):
    """Profit of the fund and of one unit of each hedge from the values of all instruments, scenarios x instruments."""
    moved = values - book.base
    return moved[:, : book.lines] @ book.quantities, book.unit_weights.T @ moved[:, book.lines :].T
