import { collateralBook, type CollateralInputs, type CollateralState, collateralStates } from './collateral-states.ts'
import type { LiquiditySource } from './liquidity-sources.ts'

/** A parallel move of all yields and what it calls for. Money in base currency. */
export interface RunwayRow {
  readonly shockBp: number
  /** Variation margin called (negative: got back), by set in the order of the runway's `sets`. */
  readonly callBySet: readonly number[]
  /** All of it and the initial margin of the new trades. */
  readonly need: number
  /** What the buffer can give after the move, and all sources within the mandate's days to replenish it. */
  readonly buffer: number
  readonly withinReplenishDays: number
  /** Buffer less need; negative where it does not do. */
  readonly headroom: number
  /** Taken from each source, in their order, for the need; `shortfall` is what none of them covers. */
  readonly used: readonly number[]
  readonly shortfall: number
  /** Days until sales have filled the buffer up for the mandate's move from here; 0 where it still is; null where they cannot. */
  readonly replenishDays: number | null
}

/** How far the fund's liquidity goes under a package. */
export interface CollateralRunway {
  /** Sets that margin nets in: `cleared`, then counterparties with an annex. */
  readonly sets: readonly string[]
  readonly sources: readonly LiquiditySource[]
  readonly initialMargin: number
  /** Sources that are cash when a call falls due, a day after it: they stand in before anything else is sold. */
  readonly bufferSources: readonly string[]
  readonly rows: readonly RunwayRow[]
  /** Rise of yields that uses the buffer up, bp, and fall; null where none up to the largest tried does. */
  readonly headroomUpBp: number | null
  readonly headroomDownBp: number | null
  /** The same with all sources. */
  readonly runwayUpBp: number | null
  readonly runwayDownBp: number | null
  readonly largestTriedBp: number
  /**
   * The mandate's move, and whether the buffer stands it in the worse direction: what is missing may be 0.5 % of the buffer at most, as the
   * limit that packages are held to takes thresholds and minimum transfers for nothing.
   */
  readonly requiredBp: number
  readonly standsRequired: boolean
  /** What is missing for it, as a share of the buffer; 0 where nothing is, null where there is no buffer. */
  readonly missingShare: number | null
  /** After that move, in the worse direction: days to fill the buffer up again against the mandate's. */
  readonly replenishDays: number | null
  readonly replenishLimitDays: number
  readonly replenishesInTime: boolean
}

/** Days from a margin call to its payment. */
const dueDays = 1
const stepBp = 50
const largestTriedBp = 1000
/** Share of the buffer that may be missing at the mandate's move. */
const edge = 0.005

/**
 * The collateral runway of a package: variation margin called under parallel moves of all yields in steps of 50 bp up to the
 * mandate's buffer and 50 bp more, contracts and the holdings that pay for it revalued in full; how far yields may move before
 * the buffer and all sources are used up (to a hundredth of a bp), and whether sales fill the buffer again in time. The
 * buffer is filled when it covers the mandate's move, in the worse direction, from where yields then are.
 */
export function collateralRunway(inputs: CollateralInputs): CollateralRunway {
  const { collateral } = inputs.mandate
  const required = collateral.buffer_bp
  const at = yieldMoves(inputs)
  const today = at([0])
  const steps = Array.from({ length: Math.ceil(required / stepBp) + 2 }, (_, i) => i * stepBp)
  const moves = [...steps.slice(1).map((bp) => -bp), ...steps, required, -required]
  const shocks = [...new Set(moves)].sort((a, b) => a - b)
  const isBuffer = ({ daysToCash }: LiquiditySource): boolean => daysToCash <= dueDays
  const sumOf = (state: CollateralState, isIn: (source: LiquiditySource) => boolean): number =>
    state.sources.filter(isIn).reduce((sum, { available }) => sum + available, 0)
  const margin = (state: CollateralState): number => state.posted.reduce((sum, posted) => sum + posted, 0)
  const [start] = today.states
  const needIn = (state: CollateralState): number => margin(state) - margin(start) + today.initialMargin
  const spare = (bp: number, isIn: (source: LiquiditySource) => boolean): number => {
    const [state] = at([bp]).states
    return sumOf(state, isIn) - needIn(state)
  }
  const states = at(shocks).states
  const beyond = at(shocks.flatMap((bp) => [bp + required, bp - required])).states
  const rows = shocks.map((shockBp, i): RunwayRow => {
    const state = states[i]
    const need = needIn(state)
    const buffer = sumOf(state, isBuffer)
    let open = Math.max(need, 0)
    const used = state.sources.map(({ available }) => {
      const taken = Math.min(available, open)
      open -= taken
      return taken
    })
    const worst = Math.max(...beyond.slice(2 * i, 2 * i + 2).map((next) => margin(next) - margin(state)), 0)
    return {
      shockBp,
      callBySet: state.posted.map((posted, s) => posted - start.posted[s]),
      need,
      buffer,
      withinReplenishDays: sumOf(state, ({ daysToCash }) => daysToCash <= collateral.replenish_days),
      headroom: buffer - need,
      used,
      shortfall: open,
      replenishDays: daysToFill(state.sources, isBuffer, worst - (buffer - need)),
    }
  })
  const ends = [required, -required].map((bp) => rows.find(({ shockBp }) => shockBp === bp) ?? rows[0])
  const worse = ends[0].headroom <= ends[1].headroom ? ends[0] : ends[1]
  const missing = Math.max(-worse.headroom, 0)
  const standsRequired = missing <= edge * worse.buffer
  return {
    sets: today.sets,
    sources: start.sources,
    initialMargin: today.initialMargin,
    bufferSources: start.sources.filter(isBuffer).map(({ name }) => name),
    rows,
    headroomUpBp: lastMove((bp) => spare(bp, isBuffer)),
    headroomDownBp: lastMove((bp) => spare(-bp, isBuffer)),
    runwayUpBp: lastMove((bp) => spare(bp, () => true)),
    runwayDownBp: lastMove((bp) => spare(-bp, () => true)),
    largestTriedBp,
    requiredBp: required,
    standsRequired,
    missingShare: missing === 0 ? 0 : worse.buffer > 0 ? missing / worse.buffer : null,
    replenishDays: worse.replenishDays,
    replenishLimitDays: collateral.replenish_days,
    replenishesInTime: worse.replenishDays !== null && worse.replenishDays <= collateral.replenish_days,
  }
}

/** States after parallel moves of every zero rate, each from today. */
function yieldMoves(inputs: CollateralInputs): (movesBp: readonly number[]) => ReturnType<typeof collateralStates> {
  const { factors } = inputs.market
  const book = collateralBook(inputs)
  return (movesBp) => {
    const shocks = new Float64Array((movesBp.length + 1) * factors.length)
    for (const [i, bp] of movesBp.entries()) {
      for (const [j, { group }] of factors.entries()) {
        if (group === 'rates') shocks[(i + 1) * factors.length + j] = bp / 1e4
      }
    }
    const result = collateralStates(book, shocks, true)
    return { ...result, states: result.states.slice(1) }
  }
}

/** Days after which sources beyond the buffer have brought `missing`; 0 where nothing is missing, null where they cannot. */
function daysToFill(
  sources: readonly LiquiditySource[],
  isBuffer: (source: LiquiditySource) => boolean,
  missing: number,
): number | null {
  if (missing <= 0) return 0
  let open = missing
  for (const { available, daysToCash } of sources
    .filter((source) => !isBuffer(source))
    .toSorted((a, b) => a.daysToCash - b.daysToCash)) {
    open -= available
    if (open <= 0) return daysToCash
  }
  return null
}

/** The first move, bp, at which `spare` is used up; 0 where it is today, null where no move up to the largest does. */
function lastMove(spare: (bp: number) => number): number | null {
  if (spare(0) < 0) return 0
  let low = 0
  let high = stepBp
  while (spare(high) >= 0) {
    if (high >= largestTriedBp) return null
    low = high
    high += stepBp
  }
  while (high - low > 0.01) {
    const middle = 0.5 * (low + high)
    if (spare(middle) >= 0) low = middle
    else high = middle
  }
  return low
}
