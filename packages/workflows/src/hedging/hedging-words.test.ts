import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainResult } from './analyses/domain-specialists.ts'
import type { HedgeSelection } from './analyses/hedge-selection.ts'
import type { PortfolioManagerResult } from './analyses/portfolio-manager.ts'
import { preparedStudy } from './hedging-workflow.fixture.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'

const results = await (await preparedStudy()).results()

type Editable<T> = { -readonly [K in keyof T]: T[K] extends object ? Editable<T[K]> : T[K] }

/** The brief of a specialist with its own result changed. */
function briefOf<T>(name: string, change: (own: Editable<T>) => void): string {
  const own = structuredClone(results[name]) as Editable<T>
  change(own)
  const { script } = hedgingWorkflow.specialists.find((each) => each.name === name)!
  return script.brief(own, { ...results, [name]: own })
}
const lead = (change: (own: Editable<HedgeSelection>) => void): string =>
  briefOf<HedgeSelection>('hedge-selection', change)

/** Every package but the chosen with these, the chosen feasible. */
function others(own: Editable<HedgeSelection>, feasible: boolean, dearer: number): void {
  own.selection.feasible = true
  own.selection.infeasibility = null
  for (const row of own.packages) {
    const chosen = row.id === own.chosen.id
    row.feasible = chosen || feasible
    row.score = own.chosenFigures.score + (chosen ? 0 : dearer)
  }
}

test('the lead says whether the choice is the only feasible one, the cheapest of several, or preferred', () => {
  assert.match(
    lead((own) => others(own, false, -1)),
    /is the only one that meets every limit/,
  )
  assert.match(
    lead((own) => others(own, true, 1)),
    /has the lowest score of the \{\{[^}]*length feasible true\}\} that meet every limit/,
  )
  assert.match(
    lead((own) => others(own, true, -1)),
    /was preferred by whoever proposed it: .*not at the lowest score/,
  )
})

test('the lead tells changes from none, and margin before the split from after it', () => {
  const still = lead((own) => {
    own.unhedgedFigures.durationGapYears = -9.354
    own.chosenFigures.durationGapYears = -9.351
    own.chosenFigures.initialMargin = 0
    own.savings.againstUnhedged.risk = 1
    own.savings.againstUnhedged.standardError = 1
  })
  assert.match(still, /the duration gap stays at/)
  assert.match(still, /takes no initial margin\./)
  assert.match(still, /a difference within Monte Carlo error; the duration gap/)
  const moved = lead((own) => {
    own.unhedgedFigures.durationGapYears = -9
    own.chosenFigures.durationGapYears = 1
    own.chosenFigures.initialMargin = 9e6
    own.collateral.initialMargin = 8e6
    own.savings.againstUnhedged.risk = 9
    own.savings.againstUnhedged.standardError = 1
  })
  assert.match(moved, /the duration gap goes from/)
  assert.match(
    moved,
    /of initial margin, which is \{\{hedge-selection#\/collateral\/initialMargin [^}]*\}\} once it is split/,
  )
  assert.doesNotMatch(moved, /within Monte Carlo error; the duration gap/)
})

test('the lead says what a hedge does nothing for, and which limits simulation cannot tell it from', () => {
  const words = lead((own) => {
    const figure = (value: number, standardError: number) => ({ value, standardError, count: 100 })
    own.chosenFigures.effectiveness = {
      rates: figure(0.99, 0.5),
      inflation: figure(0.99, 0),
      currency: figure(0.99, 0),
      credit: figure(0.0001, 0),
    }
  })
  assert.match(words, /it does nothing for credit spreads/)
  assert.match(
    words,
    /cannot be told within Monte Carlo error: \{\{hedge-selection#\/chosenFigures\/limits\/\d+\/label/,
  )
})

test('stresses are told apart by whether they hurt the fund without the hedge', () => {
  const words = lead((own) => {
    own.stress.rows.forEach((row, i) => {
      row.unhedged = i === 0 ? -1e6 : 1e6
      row.hedged = i === 0 ? -2e6 : i === 1 ? -1e6 : 1e5
    })
  })
  assert.match(
    words,
    /hurt the unhedged fund, these hurt the hedged one more: “\{\{hedge-selection#\/stress\/rows\/0\/label/,
  )
  assert.match(
    words,
    /hurt the hedged fund and not the unhedged one: “\{\{hedge-selection#\/stress\/rows\/1\/label[^”]*”\./,
  )
})

test('the portfolio manager says what takes away from the risk, over which time, and whose word major is', () => {
  const words = briefOf<PortfolioManagerResult>('portfolio-manager', ({ exposures }) => {
    exposures.risk.contributions.forEach((each) => (each.contribution = each.group === 'currency' ? -1 : 1))
  })
  assert.match(
    words,
    /smaller parts from others; the interaction of the groups adds to it; currency takes away from it\./,
  )
  assert.match(
    words,
    /funded status at risk over \{\{portfolio-manager#\/exposures\/risk\/horizonYears \| years 0\}\} is/,
  )
  assert.match(words, /Counted as major by the mandate/)
})

test('where no hedge is recommended the fund as it stands is spoken of, and no hedge is compared', () => {
  const words = briefOf<{ readonly credit: DomainResult }>('credit-analyst', ({ credit }) => {
    credit.set.recommended = 'none'
  })
  assert.match(words, /handed on for credit spreads, that of no hedge is recommended\. The fund as it stands /)
  assert.doesNotMatch(words, /without a hedge|does not help/)
  const alone = briefOf<{ readonly credit: DomainResult }>('credit-analyst', ({ credit }) => {
    credit.set.recommended = 'none'
    credit.set.strategies = credit.set.strategies.filter(({ id }) => id === 'none')
  })
  assert.match(alone, /there is no hedge to recommend\./)
  assert.match(alone, /nothing here goes into the packages/)
})
