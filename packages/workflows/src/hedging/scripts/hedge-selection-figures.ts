import type { Unit } from '../../figures/index.ts'
import type { CitableFigure } from '../../specialists/index.ts'
import type { LimitCheck } from '../strategies/index.ts'
import { citable } from './cited.ts'
import { groupWords } from './group-words.ts'

/** What of the choice and its examination may be cited. */
export const hedgeSelectionFigures: readonly CitableFigure[] = [
  ...(['chosenFigures', 'unhedgedFigures'] as const).flatMap((part) => packageFigures(`/${part}`, part)),
  ...searchFigures(),
  ...savingFigures(),
  ...afterHedgeFigures(),
  ...counterpartyFigures(),
  ...stressFigures(),
  ...creditFigures(),
]

function packageFigures(at: string, part: 'chosenFigures' | 'unhedgedFigures'): CitableFigure[] {
  const of = part === 'chosenFigures' ? 'of the chosen package' : 'of the fund without new hedges'
  const charges = { cva: 'credit', dva: 'debit', fva: 'funding', mva: 'margin', total: 'all' }
  return [
    citable(`${at}/fundedStatusAtRisk`, `funded status at risk ${of}`, 'money', 0, 'loss'),
    citable(`${at}/expectedShortfall`, `expected shortfall ${of}`, 'money', 0, 'loss'),
    citable(`${at}/surplusVolatility`, `volatility of the surplus ${of}`, 'money', 0),
    ...(['rates', 'inflation', 'currency', 'credit'] as const).flatMap((group) => [
      citable(`${at}/effectiveness/${group}`, `effectiveness on ${groupWords[group]} ${of}`, 'percent', 1),
      citable(
        `${at}/stressEffectiveness/${group}/value`,
        `effectiveness under stress on ${groupWords[group]} ${of}`,
        'percent',
        1,
      ),
    ]),
    citable(`${at}/riskReduction`, `share of the funded status at risk taken away, ${of}`, 'percent', 1),
    citable(`${at}/durationGapYears`, `duration gap ${of}`, 'years', 2),
    citable(`${at}/carry`, `carry a year ${of}`, 'money', 2, 'gain'),
    citable(`${at}/roll`, `roll a year ${of}`, 'money', 2, 'gain'),
    citable(`${at}/executionCost`, `cost of entering, once, ${of}`, 'money', 2),
    citable(`${at}/initialMargin`, `initial margin ${of}`, 'money', 1),
    citable(`${at}/collateralNeed`, `collateral need ${of}`, 'money', 1),
    ...Object.entries(charges).map(([key, word]) =>
      citable(`${at}/charges/${key}`, `valuation adjustment, ${word}, ${of}`, 'money', 3),
    ),
    citable(`${at}/annualCharges`, `valuation adjustments a year ${of}`, 'money', 3),
    citable(`${at}/annualCost`, `cost a year ${of}`, 'money', 2),
    citable(`${at}/score`, `annual cost plus cost of capital on the risk, ${of}`, 'money', 2),
    ...limitFigures(`${at}/limits/*`),
  ]
}

/** Limits are in different units, each shown in its own. */
function limitFigures(at: string): CitableFigure[] {
  const fields = {
    value: 'figure held against a limit',
    limit: 'limit of the mandate',
    slack: 'what is left of a limit',
  }
  const shown: Readonly<Record<LimitCheck['unit'], readonly [Unit, number]>> = {
    share: ['percent', 2],
    bp: ['basis-points', 1],
    years: ['years', 2],
    percent: ['percentage', 3],
    money: ['money', 1],
  }
  return Object.entries(fields).flatMap(([field, label]) =>
    Object.entries(shown).map(([is, [unit, digits]]) => ({
      ...citable(`${at}/${field}`, label, unit, digits),
      when: { field: 'unit', is },
    })),
  )
}

function searchFigures(): CitableFigure[] {
  const difference = 'score of another package less that of the chosen one'
  return [
    citable('/packages/*/fundedStatusAtRisk', 'funded status at risk of a package', 'money', 0, 'loss'),
    citable('/packages/*/expectedShortfall', 'expected shortfall of a package', 'money', 0, 'loss'),
    citable('/packages/*/effectiveness/*', 'effectiveness of a package on a group', 'percent', 1),
    citable('/packages/*/annualCost', 'cost a year of a package', 'money', 2),
    citable('/packages/*/score', 'score of a package', 'money', 2),
    citable('/packages/*/initialMargin', 'initial margin of a package', 'money', 1),
    citable('/packages/*/durationGapYears', 'duration gap of a package', 'years', 2),
    citable('/packages/*/ofAssets/fundedStatusAtRisk', 'funded status at risk over assets', 'percent', 1, 'loss'),
    citable('/packages/*/ofAssets/annualCostBp', 'cost a year over assets', 'basis-points', 1),
    citable('/packages/*/ofAssets/scoreBp', 'score over assets', 'basis-points', 1),
    citable('/selection/whyNot/*/scoreDifference/total', difference, 'money', 2, 'change'),
    citable('/selection/whyNot/*/scoreDifference/cost', `${difference}: of cost`, 'money', 2, 'change'),
    citable('/selection/whyNot/*/scoreDifference/risk', `${difference}: of risk`, 'money', 2, 'change'),
    ...['fundedStatusAtRisk', 'expectedShortfall', 'score'].flatMap((key) => [
      citable(`/selection/fresh/${key}/fresh`, 'the chosen package on fresh scenarios', 'money', 1),
      citable(`/selection/fresh/${key}/difference`, 'fresh scenarios less those of the choice', 'money', 1, 'change'),
    ]),
    citable('/selection/fresh/effectiveness/*/fresh', 'effectiveness on fresh scenarios', 'percent', 1),
    citable('/optimised/boundBp', 'bound on the objective of any package, of assets', 'basis-points', 1),
    citable('/optimised/gap', 'gap of the optimised package to the bound', 'percent', 1),
  ]
}

function savingFigures(): CitableFigure[] {
  return ['againstUnhedged', 'againstNaive'].flatMap((key) => {
    const than = key === 'againstUnhedged' ? 'no hedge' : 'the naive full hedge'
    return [
      citable(`/savings/${key}/money`, `saving a year against ${than}`, 'money', 2, 'gain'),
      citable(`/savings/${key}/bp`, `saving a year against ${than}, of assets`, 'basis-points', 1, 'gain'),
      citable(`/savings/${key}/cost`, `saving of cost against ${than}`, 'money', 2, 'gain'),
      citable(`/savings/${key}/risk`, `saving of the cost of risk against ${than}`, 'money', 2, 'gain'),
      citable(`/savings/${key}/standardError`, `standard error of the saving against ${than}`, 'money', 2),
    ]
  })
}

function afterHedgeFigures(): CitableFigure[] {
  const sides = ['before', 'hedge', 'after'] as const
  const of = { before: 'before new hedges', hedge: 'of the new hedges', after: 'with the new hedges' }
  return [
    citable('/afterHedge/trades/*/notional', 'notional of a trade', 'money', 0),
    citable('/afterHedge/trades/*/carryAndRoll', 'carry and roll a year of a trade', 'money', 2, 'gain'),
    citable('/afterHedge/trades/*/initialMargin', 'initial margin of a trade', 'money', 1),
    citable('/afterHedge/trades/*/counterparties/*/share', 'share of a trade with a counterparty', 'percent', 0),
    ...sides.flatMap((side) => [
      citable(`/afterHedge/currencies/*/${side}`, `currency exposure ${of[side]}`, 'money', 1),
      ...(['rates', 'inflation'] as const).flatMap((group) =>
        ['parallel', 'keyRates/*'].map((part) =>
          citable(`/afterHedge/${group}/*/${part}/${side}`, `gain for a basis point ${of[side]}`, 'money', 3, 'gain'),
        ),
      ),
      citable(
        `/afterHedge/credit/total/${side}`,
        `loss for spreads a basis point wider ${of[side]}`,
        'money',
        3,
        'loss',
      ),
      citable(`/afterHedge/durationGap/${side}`, `duration gap ${of[side]}`, 'years', 2),
    ]),
    citable('/afterHedge/currencies/*/afterShareOfAssets', 'currency exposure with hedges over assets', 'percent', 1),
    ...(['rates', 'inflation'] as const).flatMap((group) =>
      ['hedgeRatioBefore', 'hedgeRatioAfter'].map((key) =>
        citable(`/afterHedge/${group}/*/parallel/${key}`, `hedge ratio of ${groupWords[group]}`, 'percent', 0),
      ),
    ),
  ]
}

function counterpartyFigures(): CitableFigure[] {
  const at = '/counterparties/exposures/*'
  return [
    citable(`${at}/before/potentialExposure`, 'potential exposure before new hedges', 'money', 1),
    citable(`${at}/after/potentialExposure`, 'potential exposure with new hedges', 'money', 1),
    citable(`${at}/after/expectedPositiveExposure`, 'expected positive exposure with new hedges', 'money', 1),
    citable(`${at}/limit`, 'limit of exposure to a counterparty', 'money', 1),
    citable(`${at}/slack`, 'what is left of the limit of a counterparty', 'money', 1),
    citable('/counterparties/charges/charges/total', 'valuation adjustments as split', 'money', 3),
    citable('/counterparties/charges/charges/cva', 'credit valuation adjustment as split', 'money', 3),
    citable('/counterparties/concentration/byCounterparty/*/share', 'share of notional not cleared', 'percent', 0),
    citable('/counterparties/concentration/limit', 'limit on that share', 'percent', 0),
    citable('/collateral/initialMargin', 'initial margin as split', 'money', 1),
    citable('/collateral/requiredBp', 'move of yields that the buffer has to stand', 'basis-points', 0),
    citable('/collateral/headroomUpBp', 'rise of yields that the buffer stands', 'basis-points', 0),
    citable('/collateral/headroomDownBp', 'fall of yields that the buffer stands', 'basis-points', 0),
    ...['need', 'buffer', 'headroom', 'shortfall'].map((key) =>
      citable(`/collateral/rows/*/${key}`, `${key} in a move of yields`, 'money', 1),
    ),
    citable('/collateral/replenishDays', 'days in which the buffer is filled again', 'days', 0),
  ]
}

function stressFigures(): CitableFigure[] {
  return [
    citable('/stress/rows/*/unhedged', 'change of the surplus in a stress, unhedged', 'money', 0, 'change'),
    citable('/stress/rows/*/hedged', 'change of the surplus in a stress, hedged', 'money', 0, 'change'),
    citable('/stress/rows/*/effectiveness', 'effectiveness in a stress', 'percent', 1),
    citable('/stress/rows/*/fundedRatio', 'funded ratio after a stress, hedged', 'percent', 1),
    citable('/stress/rows/*/fundedRatioUnhedged', 'funded ratio after a stress, unhedged', 'percent', 1),
    ...['unhedged', 'hedged'].map((key) =>
      citable(`/stress/worst/*/${key}/change`, `worst change of the surplus in a group, ${key}`, 'money', 0, 'change'),
    ),
    citable(
      '/correlation/cases/*/fundedStatusAtRisk',
      'funded status at risk at other correlations',
      'money',
      0,
      'loss',
    ),
    citable('/correlation/cases/*/riskReduction', 'risk taken away at other correlations', 'percent', 1),
    citable('/correlation/cases/*/effectiveness', 'effectiveness at other correlations', 'percent', 1),
    citable('/drawdowns/rows/*/unhedged', 'fall of the surplus in a crisis, unhedged', 'money', 1, 'loss'),
    citable('/drawdowns/rows/*/hedged', 'fall of the surplus in a crisis, hedged', 'money', 1, 'loss'),
    citable('/drawdowns/rows/*/removed', 'share of the fall taken away', 'percent', 0),
    citable('/replays/*/margin/peak/amount', 'largest margin posted in a crisis', 'money', 1),
    citable('/verdicts/*/varianceShare', 'share of the surplus variance', 'percent', 0),
    citable('/verdicts/*/target', 'effectiveness asked for', 'percent', 0),
    citable('/verdicts/*/loss/effectiveness', 'effectiveness held on the scenarios', 'percent', 1),
    citable('/verdicts/*/loss/bestAttainable', 'best effectiveness that can be attained', 'percent', 1),
    citable('/verdicts/*/checks/*/effectiveness', 'effectiveness where it is asked for', 'percent', 1),
  ]
}

function creditFigures(): CitableFigure[] {
  return [
    ...['unhedged', 'hedged'].flatMap((key) => [
      citable(`/creditEvents/${key}/mean`, `mean loss from ratings and defaults, ${key}`, 'money', 2, 'loss'),
      citable(`/creditEvents/${key}/tails/*/valueAtRisk`, `credit value at risk, ${key}`, 'money', 1, 'loss'),
      citable(`/creditEvents/${key}/tails/*/expectedShortfall`, `credit shortfall, ${key}`, 'money', 1, 'loss'),
    ]),
    citable('/creditEvents/tailRemoved/*', 'share of the credit tail taken away', 'percent', 0),
    citable('/creditEvents/anyDefault', 'probability of any default', 'percent', 1),
  ]
}
