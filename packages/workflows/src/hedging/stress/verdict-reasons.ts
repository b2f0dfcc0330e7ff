import type { FactorGroup } from '@tutti/analytics/revaluation'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgeTrade, LimitCheck, StrategySet } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { EffectivenessLoss } from './effectiveness-loss.ts'
import type { TradedLoss } from './traded-loss.ts'
import { isOption, type LinearStress } from './linear-stresses.ts'

/**
 * Why effectiveness falls short:
 * - `no-instrument-allowed`: nothing of the domain may be traded (or none exists);
 * - `not-hedged`: the package holds no trade of the domain;
 * - `limit-binds`: a strategy of the domain would meet the target on the scenarios, but breaks a limit of the mandate, or the
 *   package has used up one that costs; `subject` names the limit;
 * - `basis`: no allowed instrument follows this part of the exposure; in a replay or under other correlations, none of those traded;
 * - `instruments`: those traded follow less of it than all that are allowed;
 * - `size`: less (or more) was traded than the least variance asks for;
 * - `linear-mismatch`: along this very move, sensitivities of hedge and exposure differ: what is hedged on average over the
 *   scenarios is not in this direction;
 * - `convexity`: the sensitivities match, the values do not over a move of this size;
 * - `correlation`: the factors of the group move apart as they did not in the estimate, and hedge and exposure with them;
 * - `options`: a part of the hedge is options, which pay beyond their strikes only.
 */
export type VerdictCode =
  | 'no-instrument-allowed'
  | 'not-hedged'
  | 'limit-binds'
  | 'basis'
  | 'instruments'
  | 'size'
  | 'linear-mismatch'
  | 'convexity'
  | 'correlation'
  | 'options'

export interface VerdictReason {
  readonly code: VerdictCode
  /** A domain, strategy or limit that it is about; null for the package as a whole. */
  readonly subject: string | null
  /** Figures that support it: shares unless their name says otherwise. */
  readonly figures: Readonly<Record<string, number>>
}

/** A part of the shortfall is named from this share of it on. */
const namedShare = 0.1
/** A limit with less than this share of itself left is used up. */
const usedUpShare = 0.02

export interface ReasonInputs {
  readonly mandate: HedgingMandate
  readonly universe: readonly HedgeInstrument[]
  readonly trades: readonly HedgeTrade[]
  readonly strategies?: readonly StrategySet[]
  readonly limits?: readonly LimitCheck[]
  readonly group: FactorGroup
  readonly where: 'scenarios' | 'stress' | 'replay' | 'correlation'
  readonly id: string
  readonly effectiveness: number
  /** On the scenarios. */
  readonly loss: EffectivenessLoss
  /** In the replay or under the correlations that are asked about. */
  readonly traded: TradedLoss | null
  readonly linear: ReadonlyMap<string, LinearStress> | null
}

/** The reasons that make up at least a tenth of what is lacking, the largest first; then limits and options. */
export function verdictReasons(inputs: ReasonInputs): VerdictReason[] {
  const { where, id, effectiveness, linear, loss, traded } = inputs
  const more = [...limitReasons(inputs), ...optionReasons(inputs)]
  if (!isHedged(inputs)) {
    return [
      { code: 'not-hedged', subject: inputs.group, figures: { bestAttainable: loss.bestAttainable } },
      ...limitReasons(inputs),
    ]
  }
  if (traded !== null) {
    const { unexplained, size, bestMultiple } = traded
    const own = lossReasons({ ...loss, ...traded, basis: unexplained, instruments: 0, size, bestMultiple })
    return [...(where === 'correlation' ? [correlationReason(inputs)] : []), ...own, ...more]
  }
  const own = where === 'stress' ? stressReasons(linear?.get(id) ?? null, effectiveness) : []
  // Along a move whose values follow in proportion, what is missing is what is missing on the scenarios.
  const structural = own.length === 0 || own.some(({ code }) => code === 'linear-mismatch')
  return [...own, ...(structural ? lossReasons(loss) : []), ...more]
}

function isHedged({ universe, trades, group }: ReasonInputs): boolean {
  return trades.some(
    ({ instrument, quantity }) =>
      quantity !== 0 && universe.some(({ id, domain }) => id === instrument && domain === group),
  )
}

function correlationReason({ effectiveness, loss }: ReasonInputs): VerdictReason {
  return { code: 'correlation', subject: null, figures: { effectiveness, onEstimate: loss.effectiveness.value } }
}

function stressReasons(linear: LinearStress | null, effectiveness: number): VerdictReason[] {
  if (linear === null || linear.fund === 0) return []
  const lacking = 1 - effectiveness
  const ofLinear = Math.abs(linear.hedged) / Math.abs(linear.fund)
  const figures = { effectiveness, linearEffectiveness: 1 - ofLinear }
  const beyond = lacking - ofLinear
  const reasons: VerdictReason[] = []
  if (ofLinear >= namedShare * lacking) reasons.push({ code: 'linear-mismatch', subject: null, figures })
  if (beyond >= namedShare * lacking) {
    reasons.push({ code: 'convexity', subject: null, figures: { ...figures, lost: beyond } })
  }
  return beyond > ofLinear ? reasons.toReversed() : reasons
}

function lossReasons({ effectiveness, basis, instruments, size, bestMultiple }: EffectivenessLoss) {
  const lacking = 1 - effectiveness.value
  const parts: { readonly lost: number; readonly reason: VerdictReason }[] = [
    { lost: basis, reason: { code: 'basis', subject: null, figures: { lost: basis, bestAttainable: 1 - basis } } },
    {
      lost: instruments,
      reason: {
        code: 'instruments',
        subject: null,
        figures: { lost: instruments, attainedByTraded: 1 - basis - instruments },
      },
    },
    {
      lost: size,
      reason: {
        code: 'size',
        subject: null,
        figures: { lost: size, ...(bestMultiple === null ? {} : { bestMultiple }) },
      },
    },
  ]
  return parts
    .filter(({ lost }) => lost > 0 && lost >= namedShare * lacking)
    .toSorted((a, b) => b.lost - a.lost)
    .map(({ reason }) => reason)
}

/** The best strategy of the domain that is kept out by a limit while it would meet the target; and the package's used up cost limits. */
function limitReasons({ mandate, group, strategies = [], limits = [], loss }: ReasonInputs): VerdictReason[] {
  const target = mandate.objectives.effectiveness_target
  const ownSet = strategies.find(({ domain }) => domain === group)
  const better = (ownSet?.strategies ?? [])
    .filter(({ effectiveness }) => effectiveness !== null && effectiveness > loss.effectiveness.value)
    .filter((strategy) => (strategy.effectiveness ?? 0) >= target && strategy.limits.some(({ met }) => !met))
    .toSorted((a, b) => (b.effectiveness ?? 0) - (a.effectiveness ?? 0))
  const [best] = better
  const ofStrategy: VerdictReason[] =
    best === undefined
      ? []
      : best.limits
          .filter(({ met }) => !met)
          .map(({ id, value, limit }) => ({
            code: 'limit-binds',
            subject: `${best.id}: ${id}`,
            figures: { strategyEffectiveness: best.effectiveness ?? 0, limit, value },
          }))
  const ofPackage = limits
    .filter(
      ({ kind, unit, slack, limit }) =>
        kind === 'at most' && unit !== 'years' && slack <= usedUpShare * Math.abs(limit),
    )
    .map(({ id, value, limit }): VerdictReason => ({ code: 'limit-binds', subject: id, figures: { limit, value } }))
  return [...ofStrategy, ...ofPackage]
}

function optionReasons({ universe, trades, group, where, id, linear }: ReasonInputs): VerdictReason[] {
  const own = trades.flatMap(({ instrument, quantity }) => {
    const found = universe.find((each) => each.id === instrument)
    if (found === undefined || found.domain !== group) return []
    return [{ size: Math.abs(quantity) * found.notionalInBase, option: isOption(found.family) }]
  })
  const sum = (of: typeof own): number => of.reduce((total, { size }) => total + size, 0)
  const optionNotional = sum(own.filter(({ option }) => option))
  if (!(optionNotional > 0)) return []
  const along = where === 'stress' ? linear?.get(id) : undefined
  const figures = {
    notionalShare: optionNotional / sum(own),
    ...(along === undefined ? {} : { firstOrderShare: along.optionShare }),
  }
  return [{ code: 'options', subject: null, figures }]
}
