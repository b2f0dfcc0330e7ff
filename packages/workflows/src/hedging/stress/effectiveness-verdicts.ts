import { type FactorGroup, factorGroups } from '@tutti/analytics/revaluation'
import { variance } from '@tutti/analytics/statistics'
import { isMajor } from '../exposures/major-group.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { NamedStress } from '../market/hedging-market.ts'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import type { HedgeTrade, LimitCheck, StrategySet } from '../strategies/strategy.ts'
import { type HedgeDomain, hedgeDomains, type HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { CorrelationStressRecord } from './correlation-stress.ts'
import { type EffectivenessLoss, effectivenessLoss } from './effectiveness-loss.ts'
import { type LinearStress, linearStresses } from './linear-stresses.ts'
import type { ReplayRecord } from './replay-record.ts'
import { sumOf, type StressBook } from './stress-book.ts'
import type { StressMatrixRecord } from './stress-matrix.ts'
import type { TradedLoss } from './traded-loss.ts'
import { type VerdictReason, verdictReasons } from './verdict-reasons.ts'

/** Effectiveness in one place where it is asked for: the scenarios, a stress, a replayed window, the worst correlations. */
interface EffectivenessCheck {
  readonly where: 'scenarios' | 'stress' | 'replay' | 'correlation'
  /** Id of the stress or of the matrix, name of the window; `scenarios`. */
  readonly id: string
  readonly effectiveness: number
  /** Of a simulated figure. */
  readonly standardError: number | null
  readonly met: boolean
  /** Empty where the target is met. */
  readonly reasons: readonly VerdictReason[]
}

/** Whether the chosen package holds the mandate's effectiveness for one group of factors, and why not. */
export interface EffectivenessVerdict {
  readonly group: FactorGroup
  /** Variance of the surplus under this group alone over that under all; major from the mandate's share on. */
  readonly varianceShare: number
  readonly major: boolean
  readonly target: number
  /** Null where the fund has no exposure to the group or no instruments of the group's own exist. */
  readonly loss: EffectivenessLoss | null
  readonly checks: readonly EffectivenessCheck[]
  /** Replays and stresses without a figure, and why. */
  readonly unchecked: readonly { readonly where: 'stress' | 'replay'; readonly id: string; readonly reason: string }[]
  /** All checks met; null for a group without any exposure. */
  readonly held: boolean | null
  /** Of the group as a whole, where nothing can be traded against it. */
  readonly reasons: readonly VerdictReason[]
}

/** What a verdict is drawn from; the first package of the stress book is the one examined. */
export interface VerdictInputs {
  readonly mandate: HedgingMandate
  readonly universe: readonly HedgeInstrument[]
  readonly trades: readonly HedgeTrade[]
  readonly profits: ScenarioProfits
  readonly book: StressBook
  readonly stresses: readonly NamedStress[]
  readonly matrix: StressMatrixRecord
  readonly replays: readonly ReplayRecord[]
  /** Correlations that change within groups are checked too. */
  readonly correlation?: CorrelationStressRecord
  /** Strategies of the domains, for those that a limit keeps out; none when left out. */
  readonly strategies?: readonly StrategySet[]
  /** Limits of the chosen package, for those that it has used up. */
  readonly limits?: readonly LimitCheck[]
}

/** One verdict for each group of factors, in their order. */
export function effectivenessVerdicts(inputs: VerdictInputs): EffectivenessVerdict[] {
  const { mandate, profits } = inputs
  const all = variance(profits.fund.all, 'sample')
  const linear = new Map(linearStresses(inputs.book, inputs.stresses).map((each) => [each.id, each]))
  return factorGroups.map((group) => {
    const share = all > 0 ? variance(profits.fund[group], 'sample') / all : 0
    const head = {
      group,
      varianceShare: share,
      major: isMajor(mandate, group, share),
      target: mandate.objectives.effectiveness_target,
    }
    const domain = hedgeDomains.find((each) => each === group)
    if (share === 0) return { ...head, loss: null, checks: [], unchecked: [], held: null, reasons: [] }
    const tradable = domain !== undefined && inputs.universe.some((instrument) => instrument.domain === domain)
    const loss = domain === undefined ? null : effectivenessLoss(groupProfits(inputs, domain))
    const absent: VerdictReason[] = tradable
      ? []
      : [{ code: 'no-instrument-allowed', figures: { varianceShare: share }, subject: domain ?? group }]
    const { checks, unchecked } = checksOf(inputs, group, loss, tradable ? linear : null, absent)
    return { ...head, loss, checks, unchecked, held: tradable && checks.every(({ met }) => met), reasons: absent }
  })
}

function groupProfits({ universe, trades, profits }: VerdictInputs, domain: HedgeDomain) {
  const units = profits.units[domain]
  const zero = new Float64Array(profits.scenarios)
  const profit = (take: (instrument: HedgeInstrument) => boolean): Float64Array =>
    sumOf([
      zero,
      ...trades.flatMap(({ instrument, quantity }) => {
        const u = universe.findIndex(({ id }) => id === instrument)
        return take(universe[u]) ? [units[u].map((one) => quantity * one)] : []
      }),
    ])
  const isTraded = (id: string): boolean =>
    trades.some(({ instrument, quantity }) => instrument === id && quantity !== 0)
  return {
    fund: profits.fund[domain],
    own: profit((instrument) => instrument.domain === domain),
    others: profit((instrument) => instrument.domain !== domain),
    traded: units.filter((_, u) => universe[u].domain === domain && isTraded(universe[u].id)),
    allowed: units.filter((_, u) => universe[u].domain === domain),
  }
}

function checksOf(
  inputs: VerdictInputs,
  group: FactorGroup,
  loss: EffectivenessLoss | null,
  linear: ReadonlyMap<string, LinearStress> | null,
  absent: readonly VerdictReason[],
): Pick<EffectivenessVerdict, 'checks' | 'unchecked'> {
  const { matrix, replays } = inputs
  const target = inputs.mandate.objectives.effectiveness_target
  const checks: EffectivenessCheck[] = []
  const unchecked: { where: 'stress' | 'replay'; id: string; reason: string }[] = []
  const add = (
    where: EffectivenessCheck['where'],
    id: string,
    effectiveness: number,
    { error = null, traded = null }: { readonly error?: number | null; readonly traded?: TradedLoss | null } = {},
  ): void => {
    const met = effectiveness >= target
    const found =
      met || loss === null ? [] : verdictReasons({ ...inputs, group, where, id, effectiveness, loss, traded, linear })
    const reasons = met ? [] : absent.length > 0 ? absent : found
    checks.push({ where, id, effectiveness, standardError: error, met, reasons })
  }
  if (loss !== null)
    add('scenarios', 'scenarios', loss.effectiveness.value, { error: loss.effectiveness.standardError })
  for (const row of matrix.rows) {
    if (row.group !== group) continue
    if (row.effectiveness === null) unchecked.push({ where: 'stress', id: row.id, reason: row.noEffectiveness ?? '' })
    else add('stress', row.id, row.effectiveness)
  }
  for (const replay of replays) {
    const { name: id } = replay.window
    if (replay.status === 'not-covered') unchecked.push({ where: 'replay', id, reason: replay.reason })
    else {
      const found = replay.groups.find((each) => each.group === group)
      if (found === undefined) continue
      if (found.loss === null) unchecked.push({ where: 'replay', id, reason: found.noEffectiveness ?? '' })
      else add('replay', id, found.loss.effectiveness.value, { traded: found.loss })
    }
  }
  for (const { id, groups } of inputs.correlation?.cases ?? []) {
    const traded = groups !== null && group in groups ? groups[group as HedgeDomain] : null
    if (traded === null) continue
    const { value, standardError: error } = traded.effectiveness
    add('correlation', id, value, { error, traded })
  }
  return { checks, unchecked }
}
