"""Covariance matrices of returns: Ledoit and Wolf's of scikit-learn, the sample's with the standard error of each entry."""
import numpy as np
from contender import run


def shrunk(given):
    from sklearn.covariance import ledoit_wolf

    returns = given.matrix(given.count(), given.count())

    def job():
        covariance, shrinkage = ledoit_wolf(returns)
        return np.concatenate([[shrinkage], covariance.ravel()])

    return job


def sample(given):
    returns = given.matrix(given.count(), given.count())

    def job():
        periods = len(returns)
        centred = returns - returns.mean(axis=0)
        products = centred.T @ centred / periods
        squares = centred**2
        scale = periods / (periods - 1)
        errors = scale * np.sqrt(np.maximum(squares.T @ squares / periods - products**2, 0) / periods)
        return np.concatenate([(scale * products).ravel(), errors.ravel()])

    return job


run({"ledoit-wolf": shrunk, "sample": sample})
