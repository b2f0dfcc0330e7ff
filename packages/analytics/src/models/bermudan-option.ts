import { TuttiError } from '../errors/index.ts'

/** A sure amount at a time; times in years from the date of the curve. */
export interface Flow {
  readonly timeYears: number
  readonly amount: number
}

/**
 * A right to take a set of flows on one of several dates. For a payer swaption on one curve, exercise at t takes each
 * later floating period as +1 at its start and -1 at its end, and each later fixed coupon as a negative amount.
 */
export interface BermudanOption {
  readonly exercises: readonly {
    readonly timeYears: number
    /** What exercise then gives, at that time or later. */
    readonly flows: readonly Flow[]
  }[]
}

/** An underlying leg by its periods. */
export interface SwapFlows {
  readonly side: 'payer' | 'receiver'
  readonly notional: number
  /** Accrual start, payment and amount per unit of notional of each fixed coupon. */
  readonly fixed: readonly { readonly startYears: number; readonly payYears: number; readonly amount: number }[]
  /** Each floating period, paid at its end; `spreadAmount` is spread x accrual. */
  readonly floating: readonly {
    readonly startYears: number
    readonly endYears: number
    readonly spreadAmount?: number
  }[]
}

/**
 * The Bermudan option to enter a swap on one of `exerciseYears`, taking all periods that start then or later. A floating
 * period that starts within `snapYears` after an exercise counts as starting on it (0 unless given): lattices do so to
 * spare a time step where a holiday moved one of two dates.
 */
export function bermudanSwaption(swap: SwapFlows, exerciseYears: readonly number[], snapYears = 0): BermudanOption {
  const sign = swap.side === 'payer' ? swap.notional : -swap.notional
  const tiny = 1e-9
  return {
    exercises: exerciseYears.map((timeYears, i) => {
      const flows: Flow[] = []
      for (const { startYears, endYears, spreadAmount = 0 } of swap.floating) {
        if (startYears < timeYears - tiny) continue
        const start = startYears - timeYears <= snapYears ? timeYears : startYears
        flows.push({ timeYears: start, amount: sign }, { timeYears: endYears, amount: sign * (spreadAmount - 1) })
      }
      for (const { startYears, payYears, amount } of swap.fixed) {
        if (startYears >= timeYears - tiny) flows.push({ timeYears: payYears, amount: -sign * amount })
      }
      if (flows.length === 0) {
        throw new TuttiError('invalid-input', `no period of the swap starts at or after the exercise at ${timeYears}`, {
          field: `exerciseYears[${i}]`,
          got: String(timeYears),
          expected: 'an exercise before the last period starts',
        })
      }
      return { timeYears, flows: merged(flows) }
    }),
  }
}

/** Flows in order of time, those of one time added; those that cancel stay as times of a lattice. */
function merged(flows: readonly Flow[]): Flow[] {
  const result: { timeYears: number; amount: number }[] = []
  for (const { timeYears, amount } of [...flows].sort((x, y) => x.timeYears - y.timeYears)) {
    const last = result[result.length - 1]
    if (last !== undefined && timeYears - last.timeYears < 1e-9) last.amount += amount
    else result.push({ timeYears, amount })
  }
  return result
}

/** Throws `invalid-input` unless exercises increase from 0 and their flows do not lie before them; returns the option. */
export function requireBermudanOption(option: BermudanOption): BermudanOption {
  if (option.exercises.length === 0) {
    throw new TuttiError('invalid-input', 'a Bermudan option needs at least one exercise', {
      field: 'exercises',
      got: 'none',
      expected: 'at least one',
    })
  }
  let before = -1
  option.exercises.forEach(({ timeYears, flows }, i) => {
    if (!(timeYears >= 0 && timeYears > before && Number.isFinite(timeYears))) {
      throw new TuttiError('invalid-input', `exercises must increase from 0, got ${timeYears}`, {
        field: `exercises[${i}].timeYears`,
        got: String(timeYears),
        expected: `a time after ${Math.max(before, 0)}`,
      })
    }
    before = timeYears
    for (const flow of flows) {
      if (!(flow.timeYears >= timeYears - 1e-9 && Number.isFinite(flow.timeYears) && Number.isFinite(flow.amount))) {
        throw new TuttiError('invalid-input', `exercise ${i} gives ${flow.amount} at ${flow.timeYears}, before it`, {
          field: `exercises[${i}].flows`,
          got: `${flow.amount} at ${flow.timeYears}`,
          expected: `finite amounts from ${timeYears} on`,
        })
      }
    }
  })
  return option
}
