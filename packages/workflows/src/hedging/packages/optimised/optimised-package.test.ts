import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expectedShortfall } from '@tutti/analytics/risk'
import { smallMandate } from '../../universe/small-fund.fixture.ts'
import type { HedgePackage, PackageFigures } from '../hedge-package.ts'
import { packageFigures } from '../package-figures.ts'
import { packageGrid } from '../package-grid.ts'
import { violation } from '../../strategies/limit-check.ts'
import type { PackageStudy } from '../package-study.ts'
import { exposures, smallStudy } from '../small-study.fixture.ts'
import { optimisedPackage } from './optimised-package.ts'

/** Annual cost + cost of capital x CVaR at a confidence, bp of assets, from the figures and the profits summed by trade. */
function objectiveBp(study: PackageStudy, item: HedgePackage, annualCost: number, confidence: number): number {
  const losses = study.profits.fund.all.map((own, s) =>
    item.trades.reduce(
      (loss, { instrument, quantity }) =>
        loss - quantity * study.profits.units.all[study.universe.findIndex(({ id }) => id === instrument)][s],
      -own,
    ),
  )
  const shortfall = expectedShortfall(losses, confidence, { definition: 'fractional' })
  return ((annualCost + 0.06 * shortfall) / study.fund.assets) * 1e4
}

/** The study with few of its instruments. */
function narrowed(study: PackageStudy, ids: readonly string[]): PackageStudy {
  const kept = study.universe.flatMap(({ id }, i) => (ids.includes(id) ? [i] : []))
  return {
    ...study,
    universe: kept.map((i) => study.universe[i]),
    strategies: [],
    fund: { ...study.fund, unitMoneyDurations: kept.map((i) => study.fund.unitMoneyDurations[i]) },
    profits: {
      ...study.profits,
      units: Object.fromEntries(
        Object.entries(study.profits.units).map(([view, units]) => [view, kept.map((i) => units[i])]),
      ) as unknown as PackageStudy['profits']['units'],
    },
  }
}

test('two tickets of three instruments: no combination of sizes that meets the limits beats the optimum', () => {
  const mandate = smallMandate({
    objectives: { effectiveness_target: 0 },
    limits: {
      total_cost_bp: 9,
      rates: { maximum_duration_gap_years: 5, minimum_effectiveness: 0.6 },
      currency: { minimum_effectiveness: 0 },
      credit: { minimum_protection: 0 },
    },
  })
  const ids = ['forward:EUR:0.25', 'swap:USD:30', 'index-cds:USD-IG:5']
  const study = narrowed(smallStudy({ scenarios: 300, mandate }), ids)
  const found = optimisedPackage(study, { tickets: [2] })!
  assert.equal(found.status, 'optimal')
  assert.ok(found.package.trades.length <= 2)
  const [{ objectiveBp: reported, gap }] = found.searches
  const confidence = found.matchedConfidence
  let best = Infinity
  const steps = 24
  const most = [8e9, 20e9, 15e9]
  for (const pair of [
    [0, 1],
    [0, 2],
    [1, 2],
  ]) {
    const items: HedgePackage[] = []
    for (let a = 0; a <= steps; a++) {
      for (let b = 0; b <= steps; b++) {
        const sizes = [a, b].map((step, k) => ({ instrument: ids[pair[k]], quantity: (most[pair[k]] * step) / steps }))
        items.push({ id: '', strategies: null, trades: sizes.filter(({ quantity }) => quantity > 0) })
      }
    }
    packageFigures(study, items).forEach((figures, i) => {
      if (figures.feasible) best = Math.min(best, objectiveBp(study, items[i], figures.annualCost, confidence))
    })
  }
  assert.ok(best < Infinity)
  assert.ok(reported <= best * (1 + gap!), `${reported} against ${best} by brute force`)
  // The grid of sizes is fine enough to come near.
  assert.ok(reported >= best * 0.98, `${reported} against ${best} by brute force`)
  assert.ok(found.boundBp! <= reported * (1 + 1e-9))
})

const study = smallStudy({ scenarios: 200 })
const grid = packageGrid(study.universe, study.strategies)
const figures = packageFigures(study, grid)
const found = optimisedPackage(study, { tickets: [6, 12] })!

test('the package found meets every limit and scores no worse than whatever of the grid holds the target too', () => {
  assert.equal(found.status, 'optimal')
  assert.equal(found.conflict, null)
  assert.ok(found.figures.feasible)
  const target = study.mandate.objectives.effectiveness_target
  const holds = ({ feasible, effectiveness }: PackageFigures): boolean =>
    feasible && Object.values(effectiveness).every((figure) => figure === null || figure.value >= target)
  const best = Math.min(...figures.filter(holds).map(({ score }) => score))
  assert.ok(best < Infinity)
  assert.ok(found.figures.score <= best, `${found.figures.score} against ${best}`)
  assert.deepEqual(packageFigures(study, [found.package]), [found.figures])
  assert.ok(found.gap !== null && found.gap >= 0 && found.gap < 0.03, String(found.gap))
  for (const { gap, objectiveBp: objective } of found.searches) {
    assert.ok(gap !== null && gap <= 0.02)
    assert.ok(objective >= found.boundBp! - 1e-9)
  }
})

test('effectiveness is held to the floors of the mandate, and a floor beyond what the universe can do is a compromise', () => {
  const { limits } = study.mandate
  const floors = {
    rates: limits.rates.minimum_effectiveness,
    inflation: limits.inflation.minimum_effectiveness,
    currency: limits.currency.minimum_effectiveness,
    credit: limits.credit.minimum_protection,
  }
  for (const [group, floor] of Object.entries(floors)) {
    const figure = found.figures.effectiveness[group as keyof typeof floors]
    assert.ok(figure!.value >= floor - 1e-9, `${group}: ${figure!.value}`)
  }
  const beyond = smallMandate({ limits: { credit: { minimum_protection: 0.999 } } })
  const { status, figures: own } = optimisedPackage({ ...study, mandate: beyond }, { tickets: [12] })!
  assert.equal(status, 'compromise')
  assert.ok(own.effectiveness.credit!.value < 0.999, 'the basis between the index and the holdings remains')
})

test('fewer tickets never score better in the objective, and no search holds more trades than its tickets', () => {
  const few = optimisedPackage(study, { tickets: [5] })!
  assert.ok(few.package.trades.length <= 5)
  const objectives = [few, found].flatMap(({ searches }) => searches.map(({ objectiveBp: objective }) => objective))
  assert.ok(objectives[1] <= objectives[0] * 1.01 && objectives[2] <= objectives[1] * 1.01, objectives.join(' '))
})

test('removing a limit never worsens the optimum', () => {
  const loose = {
    total_cost_bp: { limits: { total_cost_bp: null } },
    rates: { limits: { rates: { minimum_effectiveness: 0 } } },
    credit: { limits: { credit: { cost_limit_percent: null, minimum_protection: 0 } } },
  }
  for (const [name, overrides] of Object.entries(loose)) {
    const free = optimisedPackage({ ...study, mandate: smallMandate(overrides) }, { tickets: [12] })!
    assert.ok(free.boundBp! <= found.boundBp! * (1 + 1e-3), `${name}: ${free.boundBp} against ${found.boundBp}`)
    const [a, b] = [free.searches[0].objectiveBp, found.searches[1].objectiveBp]
    assert.ok(a <= b * 1.01, `${name}: ${a} against ${b}`)
  }
})

test('a mandate that cannot be met names an irreducible conflict, and the compromise breaks limits less than the grid', () => {
  const mandate = smallMandate({ limits: { total_cost_bp: 4 } })
  const impossible = optimisedPackage({ ...study, mandate }, { tickets: [12] })!
  assert.equal(impossible.status, 'compromise')
  const { limits, words } = impossible.conflict!
  assert.ok(limits.includes('total-cost') && limits.length >= 2, limits.join(' '))
  assert.match(words, /No package of the universe/)
  const nearest = Math.min(...packageFigures({ ...study, mandate }, grid).map((one) => violation(one.limits)))
  assert.ok(violation(impossible.figures.limits) <= nearest)
  assert.equal(impossible.gap, null)
  assert.equal(impossible.boundBp, null)
  assert.ok(impossible.searches.every(({ gap, gives, feasible }) => gap === null && gives.length > 0 && !feasible))
})

test('a limit on cost that the package keeps is of no consequence: without it the search ends at the same package', () => {
  const limited = optimisedPackage(study, { tickets: [12] })!
  const free = optimisedPackage(
    { ...study, mandate: smallMandate({ limits: { total_cost_bp: null } }) },
    { tickets: [12] },
  )!
  assert.ok(limited.figures.feasible)
  assert.deepEqual(limited.package, free.package)
})

test('gross hedging of a currency stays within what the specialists hedge, however much it would earn', () => {
  const generous = study.universe.map((instrument) =>
    instrument.id === 'swap:USD:10' ? { ...instrument, carry: 0.02 } : instrument,
  )
  const mandate = smallMandate({ objectives: { carry_credit: 1 } })
  const { package: greedy } = optimisedPackage({ ...study, mandate, universe: generous }, { tickets: [12] })!
  const swaps = (trades: typeof greedy.trades): number =>
    trades.reduce((sum, { instrument, quantity }) => {
      const weight = { 'swap:USD:10': 8 * 0.01, 'swap:USD:30': 18 * 0.009 }[instrument] ?? 0
      return sum + weight * Math.abs(quantity)
    }, 0)
  const fullest = Math.max(...grid.map(({ trades }) => swaps(trades)))
  assert.ok(swaps(greedy.trades) <= 1.25 * fullest * 1.1, 'deviations of the sample are near those of the factors')
  assert.ok(swaps(greedy.trades) > fullest)
})

test('a fund without exposure has nothing to search', () => {
  assert.equal(optimisedPackage(smallStudy({ exposures: exposures.map(() => 0) })), null)
})

test('capacities of next to nothing are searched to an end, and no trade is beyond its capacity', () => {
  const tight = { ...study, mandate: smallMandate({ limits: { within_execution_window: true } }) }
  for (const share of [0, 1e-24, 1e-18, 1e-14, 1e-10, 1e-6, 1e-3]) {
    for (const every of [1, 2]) {
      const capacities = Float64Array.from(study.capacities, (capacity, i) =>
        i % every === 0 ? capacity * share : capacity,
      )
      const end = optimisedPackage({ ...tight, capacities }, { tickets: [12] })
      if (share === 0 && every === 1) assert.equal(end, null)
      else if (every === 2 || share >= 1e-10) assert.equal(end?.status, 'compromise', `${share} of the capacity`)
      for (const { instrument, quantity } of end?.package.trades ?? []) {
        const i = study.universe.findIndex(({ id }) => id === instrument)
        assert.ok(Math.abs(quantity * study.universe[i].notionalInBase) <= capacities[i], `${instrument} at ${share}`)
      }
    }
  }
})

test('the search ends alike when it is run again, and doubles with the fund', () => {
  assert.deepEqual(optimisedPackage(study, { tickets: [6, 12] }), found)
  const double = optimisedPackage(smallStudy({ scenarios: 200, scale: 2 }), { tickets: [6, 12] })!
  assert.equal(double.package.trades.length, found.package.trades.length)
  double.package.trades.forEach(({ quantity }, i) => {
    assert.ok(Math.abs(quantity / found.package.trades[i].quantity / 2 - 1) < 1e-6)
  })
  assert.deepEqual(JSON.parse(JSON.stringify(found)), found)
})
