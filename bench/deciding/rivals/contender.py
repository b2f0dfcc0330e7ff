"""What the rivals share: reading the input, timing a job, writing its answer.

Every program is called as PROGRAM METHOD JOB INPUT OUTPUT REPETITIONS; input and output are files of doubles. It prints the
seconds of each repetition. Reading and preparing the input are not timed.
"""
import sys
import time

import numpy as np


class Input:
    def __init__(self, path):
        self.values = np.fromfile(path)
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

    def matrix(self, rows, columns):
        return self.numbers(rows * columns).reshape(rows, columns).copy()


def run(methods):
    """`methods` maps a name to a function from the input to the job, which returns its answer as an array."""
    method, _, given, output, repetitions = sys.argv[1:6]
    job = methods[method](Input(given))
    for _ in range(int(repetitions)):
        start = time.perf_counter()
        answer = job()
        print(f"{time.perf_counter() - start:.9f}")
    np.asarray(answer, dtype=float).ravel().tofile(output)
