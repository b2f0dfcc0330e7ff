import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Estimate, RegimeFigures } from '../result.ts'
import { analysisOf } from './analysis-of.ts'
import { briefOf, estimate, results } from './made-up-brief.fixture.ts'

// ---- the robustness analyst

const withCandidates = (others: readonly { readonly difference: Estimate; readonly tied: boolean }[]) =>
  briefOf('robustness-analyst', ({ candidates }) => ({
    candidates: [
      candidates[0],
      ...others.map(({ difference, tied }, i) => ({
        ...candidates[1 + i],
        differenceToWinner: difference,
        tiedWithWinner: tied,
      })),
    ],
  }))

test('ties are counted, and rules that behave the same are called that', () => {
  const same = { difference: estimate(0, 0), tied: true }
  const tied = { difference: estimate(0.01), tied: true }
  const apart = { difference: estimate(-1), tied: false }
  assert.match(withCandidates([same, same]), /they all score exactly the same/)
  assert.match(
    withCandidates([tied, same]),
    /none of the others can be told apart.*Some of these score exactly the same/,
  )
  assert.match(withCandidates([tied, apart]), /Counting the first, 2 of them/)
  assert.match(withCandidates([apart, apart]), /Each of the others can be told apart/)
  assert.match(withCandidates([]), /the only rule/)
})

test('the regimes that keep too little are named, not those that keep enough', () => {
  const text = briefOf('robustness-analyst', ({ candidates: [first, ...rest] }) => ({
    candidates: [
      {
        ...first,
        robustness: {
          ...first.robustness,
          stable: false,
          retained: { base: 0.56, bull: 0.88, bear: 0.9, 'high-vol': 0.29, 'low-vol': 1 },
        },
      },
      ...rest,
    ],
    regimesBelow: ['base', 'high-vol'],
  }))
  assert.match(text, /asks for in the regimes high-vol \(29.% kept\) and base \(56.% kept\)\./)
})

test('the regimes below the share are those that count and keep less than the mandate asks for', () => {
  const { candidates, regimesBelow } = analysisOf(results, 'robustness-analyst')
  const { retained, stable } = candidates[0].robustness
  assert.deepEqual(
    regimesBelow,
    ['base', 'bear'].filter((id) => retained[id] < 0.8),
  )
  assert.equal(stable, regimesBelow.length === 0)
})

test('the lowest Sharpe ratio is that on fresh paths, with those that cannot be told apart from it', () => {
  const lowest = (sharpes: Readonly<Record<string, number>>) =>
    briefOf('robustness-analyst', ({ candidates: [first, ...rest] }) => ({
      candidates: [
        {
          ...first,
          freshFigures: Object.fromEntries(
            Object.entries(first.freshFigures).map(([id, figures]): [string, RegimeFigures] => [
              id,
              { ...figures, sharpe: estimate(sharpes[id]) },
            ]),
          ),
        },
        ...rest,
      ],
    }))
  const calm = { base: 0.5, bull: 1, bear: 0.02, 'low-vol': 0.8 }
  assert.match(lowest({ ...calm, 'high-vol': -0.1 }), /lowest in the regime high-vol, −0\.10.{0,9}\./)
  assert.match(
    lowest({ ...calm, 'high-vol': 0.01 }),
    /in the regime high-vol, 0\.01.*not told apart from that of the regime bear\./,
  )
})

test('a rule is better in a regime only by more than the error of the pair', () => {
  const optima = (tied: boolean, gap: number) =>
    briefOf('robustness-analyst', ({ candidates, regimeOptima }) => ({
      regimeOptima: regimeOptima.map((optimum) => ({
        ...optimum,
        sharpe: estimate(1 + gap),
        winnerSharpe: estimate(1),
        tiedTrials: tied ? [candidates[0].trial] : [],
      })),
    }))
  assert.match(optima(false, 0.5), /In every regime some rule has a better Sharpe ratio/)
  assert.match(optima(true, 0.01), /better than its own by more than the error/)
  assert.match(optima(true, 0), /No evaluated rule has a better Sharpe ratio/)
})

test('a parameter matters most only where the errors say so', () => {
  const total = (...values: readonly Estimate[]) =>
    briefOf('robustness-analyst', ({ sensitivity }) => ({
      sensitivity: {
        ...sensitivity,
        total: sensitivity.parameters.map((_, i) => values[i] ?? estimate(0)),
      },
    }))
  assert.match(total(estimate(0.64, 0.28), estimate(0.58, 0.18)), /by the figure alone.*cannot be told apart from the/)
  assert.match(total(estimate(0.64, 0.03), estimate(0.3, 0.03)), /matters most.*No other parameter/)
  assert.match(total(estimate(0.1, 0.3)), /no parameter is shown to matter/)
})

// ---- the allocation analyst

test('a constant weight is not said to move', () => {
  const text = briefOf('allocation-analyst', ({ allocation }) => ({
    allocation: allocation.map((one) => {
      const half = one.months.map(() => 0.5)
      return { ...one, mean: half, p05: half, p50: half, p95: half }
    }),
  }))
  assert.match(text, /same equity weight, 50.%: .*constant mix/)
  assert.doesNotMatch(text, /realised volatility/)
})

test('the regimes with least and most equity are those of the month that is shown', () => {
  const text = briefOf('allocation-analyst', ({ allocation }) => ({
    allocation: allocation.map((one, i) => ({
      ...one,
      // the first holds most but for the last month
      mean: one.months.map((_, m) => (m < one.months.length - 1 ? 0.9 - 0.1 * i : 0.1 + 0.1 * i)),
    })),
  }))
  const { allocation } = analysisOf(results, 'allocation-analyst')
  assert.ok(text.includes(`least equity in the regime ${allocation[0].regime}, 10`))
  assert.ok(text.includes(`most in the regime ${allocation[allocation.length - 1].regime}, 50`))
})

test('a rival is better or worse only by more than the errors of both', () => {
  const against = (winner: number, ...rivals: readonly number[]) => {
    const robustness = analysisOf(results, 'robustness-analyst')
    const [first, ...rest] = robustness.candidates
    const other = { ...first, freshAverage: { ...first.freshAverage, sharpe: estimate(winner, 0.012) } }
    return briefOf(
      'allocation-analyst',
      ({ rivals: known }) => ({
        rivals: rivals.map((value, i) => ({
          ...known[i],
          average: { ...known[i].average, sharpe: estimate(value, 0.012) },
        })),
      }),
      { ...results, 'robustness-analyst': { ...robustness, candidates: [other, ...rest] } },
    )
  }
  assert.match(against(0.492, 0.484, 0.2), /0\.492.* cannot be told apart from this highest one within the error/)
  assert.match(against(0.6, 0.484, 0.2), /The chosen rule has a higher one, 0\.600/)
  assert.match(against(0.3, 0.484, 0.2), /The chosen rule has a lower one, 0\.300/)
  assert.match(against(0.3, 0.484, 0.48), /Within the error ‘.*’ cannot be told apart from it/)
})
