import { nextUniform } from '../random/index.ts'
import type { Programme, ProgrammeRow } from './programme.ts'

type Uniform = () => number
/** Uniform figures of one seed. */
export const uniformOf = (seed: number): Uniform => {
  const state = Int32Array.from([seed + 1, seed * 7919 + 3, 17, 29])
  for (let i = 0; i < 20; i++) nextUniform(state)
  return () => nextUniform(state)
}
/** 0 to n-1. */
export const all = (n: number): number[] => Array.from({ length: n }, (_, j) => j)
/** A row over the first variables. */
export const row = (name: string, coefficients: number[], lower: number, upper: number): ProgrammeRow => ({
  name,
  indices: all(coefficients.length),
  coefficients,
  lower,
  upper,
})
const budget = (n: number): ProgrammeRow =>
  row(
    'budget',
    all(n).map(() => 1),
    1,
    1,
  )

/** F F' + diag(d), from f factors. */
function factorCovariance(n: number, f: number, d: (j: number) => number, u: Uniform, scale = 0.2): number[][] {
  const loads = all(n).map(() => all(f).map(() => scale * (u() - 0.3)))
  return all(n).map((i) =>
    all(n).map((j) => loads[i].reduce((sum, load, k) => sum + load * loads[j][k], 0) + (i === j ? d(i) : 0)),
  )
}
const portfolio = (n: number, u: Uniform, hessian?: number[][]): Programme => ({
  cost: all(n).map(() => -0.1 * u()),
  lower: all(n).map(() => 0),
  upper: all(n).map(() => 1),
  rows: [budget(n)],
  ...(hessian ? { hessian } : {}),
})
const size = (u: Uniform, low: number, high: number): number => low + Math.floor(u() * (high - low + 1))

/** Families of difficult programmes, each made from uniform figures. */
export const programmeFamilies: Record<string, (u: Uniform) => Programme> = {
  'mean-variance, full rank': (u) => {
    const n = size(u, 5, 40)
    return portfolio(
      n,
      u,
      factorCovariance(n, 3, () => 0.01 + 0.05 * u(), u),
    )
  },
  'rank-deficient covariance': (u) => {
    const n = size(u, 6, 30)
    return portfolio(
      n,
      u,
      factorCovariance(n, 3, () => 0, u),
    )
  },
  'duplicate assets and equal returns': (u) => {
    const half = size(u, 3, 10)
    const base = factorCovariance(half, 2, () => 0.02, u)
    const hessian = all(2 * half).map((i) => all(2 * half).map((j) => base[i % half][j % half]))
    return { ...portfolio(2 * half, u, hessian), cost: all(2 * half).map(() => -0.05) }
  },
  'condition numbers to 1e14': (u) => {
    const n = size(u, 4, 15)
    return portfolio(
      n,
      u,
      factorCovariance(n, 1, (j) => 10 ** (-14 * (j / (n - 1))), u, 0.01),
    )
  },
  'money of 1e9 beside rates of 1e-4': (u) => {
    const n = size(u, 3, 12)
    return {
      cost: all(n).map(() => -1e-4 * u()),
      hessian: factorCovariance(n, 2, () => 0.02, u).map((line) => line.map((value) => value * 1e-12)),
      lower: all(n).map(() => 0),
      upper: all(n).map(() => 1e9),
      rows: [
        row(
          'money',
          all(n).map(() => 1),
          1e9,
          1e9,
        ),
        row(
          'yield',
          all(n).map(() => 1e-4 * u()),
          1e4,
          Infinity,
        ),
      ],
    }
  },
  'tiny figures': (u) => {
    const n = size(u, 3, 12)
    const p = portfolio(
      n,
      u,
      factorCovariance(n, 2, () => 0.02, u).map((line) => line.map((value) => value * 1e-10)),
    )
    return { ...p, cost: Array.from(p.cost).map((value) => value * 1e-10) }
  },
  'a single variable': (u) => ({
    cost: [u() - 0.5],
    ...(u() < 0.5 ? { hessian: [[u()]] } : {}),
    lower: [-1 - u()],
    upper: [1 + u()],
    rows: u() < 0.5 ? [row('r', [2], -1, 1)] : [],
  }),
  'redundant and parallel rows': (u) => {
    const n = size(u, 4, 20)
    const p = portfolio(
      n,
      u,
      factorCovariance(n, 2, () => 0.02, u),
    )
    const group = all(n).map((j) => (j % 2 === 0 ? 1 : 0))
    return {
      ...p,
      rows: [
        budget(n),
        row(
          'budget again',
          all(n).map(() => 3),
          3,
          3,
        ),
        row('group', group, 0.2, 0.6),
        row(
          'group in percent',
          group.map((value) => 100 * value),
          20,
          60,
        ),
        row('loose', group, -5, 5),
      ],
    }
  },
  'empty interior': (u) => {
    const n = size(u, 4, 20)
    const p = portfolio(
      n,
      u,
      factorCovariance(n, 2, () => 0.02, u),
    )
    return {
      ...p,
      rows: [
        budget(n),
        row(
          'half',
          all(n).map((j) => (j < 2 ? 1 : 0)),
          1,
          2,
        ),
      ],
    }
  },
  'all bounds tight': (u) => {
    const n = size(u, 3, 20)
    const x = all(n).map(() => 1 / n)
    return {
      ...portfolio(
        n,
        u,
        factorCovariance(n, 2, () => 0.02, u),
      ),
      lower: x,
      upper: x,
      rows: [
        row(
          'budget',
          all(n).map(() => 1),
          1 - 1e-12,
          1 + 1e-12,
        ),
      ],
    }
  },
  'zero Hessian': (u) => {
    const n = size(u, 3, 20)
    return portfolio(
      n,
      u,
      all(n).map(() => all(n).map(() => 0)),
    )
  },
  'degenerate linear programme': (u) => {
    const n = size(u, 3, 12)
    return {
      cost: all(n).map(() => -1),
      lower: all(n).map(() => 0),
      upper: all(n).map(() => Infinity),
      rows: all(2 * n).map((i) =>
        row(
          `r${i}`,
          all(n).map(() => 0.2 + Math.round(3 * u())),
          -Infinity,
          i < n ? 1 : 2,
        ),
      ),
    }
  },
  'linear programme with free variables': (u) => {
    const n = size(u, 3, 10)
    const target = all(n).map(() => u() - 0.5)
    return {
      cost: [...all(n).map(() => 0), ...all(n).map(() => 1)],
      lower: [...all(n).map(() => -Infinity), ...all(n).map(() => 0)],
      upper: all(2 * n).map(() => Infinity),
      rows: all(n).flatMap((i) => {
        const a = all(n).map(() => u() - 0.5)
        const e = all(n).map((j) => (i === j ? 1 : 0))
        return [
          row(`+${i}`, [...a, ...e], target[i], Infinity),
          row(`-${i}`, [...a.map((v) => -v), ...e], -target[i], Infinity),
        ]
      }),
    }
  },
  'turnover rows over a semidefinite Hessian': (u) => {
    const n = size(u, 4, 12)
    const base = factorCovariance(n, 2, () => 0.02, u)
    const hessian = all(2 * n).map((i) => all(2 * n).map((j) => (i < n && j < n ? base[i][j] : 0)))
    return {
      cost: all(2 * n).map((j) => (j < n ? -0.1 * u() : 0.001)),
      hessian,
      lower: all(2 * n).map(() => 0),
      upper: all(2 * n).map(() => 1),
      rows: [
        row(
          'budget',
          all(2 * n).map((j) => (j < n ? 1 : 0)),
          1,
          1,
        ),
        ...all(n).flatMap((i) =>
          [1, -1].map((sign) =>
            row(
              `trade ${i} ${sign}`,
              all(2 * n).map((j) => (j === i ? -sign : j === n + i ? 1 : 0)),
              -sign / n,
              Infinity,
            ),
          ),
        ),
        row(
          'turnover',
          all(2 * n).map((j) => (j < n ? 0 : 1)),
          -Infinity,
          0.3,
        ),
      ],
    }
  },
  'infeasible: upper bounds below the budget': (u) => {
    const n = size(u, 2, 20)
    return {
      ...portfolio(
        n,
        u,
        factorCovariance(n, 2, () => 0.02, u),
      ),
      upper: all(n).map(() => 0.9 / n),
    }
  },
  'infeasible: two groups over the budget': (u) => {
    const n = size(u, 4, 20)
    const p = portfolio(n, u)
    return {
      ...p,
      rows: [
        budget(n),
        row(
          'even',
          all(n).map((j) => (j % 2 === 0 ? 1 : 0)),
          0.6,
          1,
        ),
        row(
          'odd',
          all(n).map((j) => (j % 2 === 1 ? 1 : 0)),
          0.5 + 0.3 * u(),
          1,
        ),
      ],
    }
  },
  'infeasible: return out of reach': (u) => {
    const n = size(u, 3, 20)
    return {
      ...portfolio(
        n,
        u,
        factorCovariance(n, 2, () => 0.02, u),
      ),
      rows: [
        budget(n),
        row(
          'return',
          all(n).map(() => 0.08 * u()),
          0.1,
          Infinity,
        ),
        row(
          'group',
          all(n).map((j) => (j < 2 ? 1 : 0)),
          0.1,
          0.5,
        ),
      ],
    }
  },
  'infeasible: random half-spaces': (u) => {
    const n = size(u, 2, 6)
    const rows = all(12 * n).map((i) =>
      row(
        `h${i}`,
        all(n).map(() => u() - 0.5),
        0.3 * u(),
        Infinity,
      ),
    )
    return { cost: all(n).map(() => 0.1), lower: all(n).map(() => -10), upper: all(n).map(() => 10), rows }
  },
  'infeasible: parallel equalities': (u) => {
    const n = size(u, 2, 10)
    return {
      ...portfolio(n, u),
      rows: [
        budget(n),
        row(
          'budget twice',
          all(n).map(() => 2),
          2.1,
          2.1,
        ),
      ],
    }
  },
  'infeasible: money and rates': (u) => {
    const n = size(u, 3, 8)
    return {
      cost: all(n).map(() => 1),
      lower: all(n).map(() => 0),
      upper: all(n).map(() => 1e9),
      rows: [
        row(
          'money',
          all(n).map(() => 1),
          0,
          1e9,
        ),
        row(
          'income',
          all(n).map(() => 1e-4 * (0.5 + u())),
          2e5,
          Infinity,
        ),
      ],
    }
  },
}
