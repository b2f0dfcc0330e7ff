import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { type AttributionCaution, caution } from './attribution-caution.ts'

/** A manager within an asset class. */
export interface PlanManager {
  readonly name: string
  /** Share of the asset class; those of a class sum to 1. */
  readonly share: number
  readonly managerReturn: number
  /** Return of the manager's own benchmark. */
  readonly benchmarkReturn: number
}

/** An asset class of a fund at its three levels. */
export interface PlanClass {
  readonly name: string
  /** Of the strategic (policy) and of the actual allocation; each sums to 1 over the classes. */
  readonly policyWeight: number
  readonly actualWeight: number
  /** Return of the policy index of the class. */
  readonly indexReturn: number
  readonly managers: readonly PlanManager[]
}

/** The fund's return, explained from its reference down to its managers. */
export interface PlanAttribution {
  readonly referenceReturn: number
  readonly policyReturn: number
  readonly actualReturn: number
  /** Policy over the reference (liabilities, or a simple reference portfolio): the board's decision. */
  readonly policyEffect: number
  /** Sum of the tactical effects: the investment committee's. */
  readonly tacticalEffect: number
  /** Manager benchmarks against the policy indices. */
  readonly misfitEffect: number
  readonly managerEffect: number
  /** Tactical weights on manager and misfit effects; 0 when they are counted at actual weights. */
  readonly interactionEffect: number
  readonly classes: readonly {
    readonly name: string
    readonly tactical: number
    readonly misfit: number
    readonly manager: number
    readonly interaction: number
    readonly managers: readonly { readonly name: string; readonly effect: number }[]
  }[]
  /** Actual less reference return less all effects: rounding, or an accounted return that differs. */
  readonly residual: number
  readonly cautions: readonly AttributionCaution[]
}

/**
 * Levels of decision of a pension fund: policy P - L against a reference, tactical (w - W)(b - P) by class, misfit (the
 * managers' benchmarks against the class index) and managers against their benchmarks. Misfit and manager effects are at
 * policy weights, the rest being interaction (`separate`), or at actual weights (`in-manager`): what the interaction has
 * of the managers' benchmarks then goes to misfit, what it has of the managers to them.
 *
 * Throws `invalid-input` where weights or shares do not sum to 1. Source: Brinson, Singer & Beebower, Financial Analysts
 * J. 47 (1991); Bailey, Richards & Tierney, in Fabozzi (ed.), Pension Fund Investment Management (1990).
 */
export function planAttribution(
  classes: readonly PlanClass[],
  referenceReturn: number,
  options: { readonly interaction: 'separate' | 'in-manager'; readonly accountedReturn?: number },
): PlanAttribution {
  requireFinite(referenceReturn, 'referenceReturn')
  requireSample(
    classes.map(({ policyWeight }) => policyWeight),
    1,
    'classes',
  )
  requireFullWeights(
    classes.map((entry) => entry.policyWeight),
    'policyWeight',
  )
  requireFullWeights(
    classes.map((entry) => entry.actualWeight),
    'actualWeight',
  )
  const policyReturn = compensatedSum(
    classes.map((entry) => entry.policyWeight * requireFinite(entry.indexReturn, 'indexReturn')),
  )
  const parts = classes.map((entry) => {
    const { policyWeight, actualWeight, indexReturn, managers, name } = entry
    requireFullWeights(
      managers.map((manager) => manager.share),
      `shares of ${name}`,
    )
    const misfitReturn = compensatedSum(
      managers.map((manager) => manager.share * (manager.benchmarkReturn - indexReturn)),
    )
    const managerReturn = compensatedSum(
      managers.map((manager) => manager.share * (manager.managerReturn - manager.benchmarkReturn)),
    )
    requireFinite(misfitReturn + managerReturn, `returns of the managers of ${name}`)
    const weight = options.interaction === 'separate' ? policyWeight : actualWeight
    return {
      name,
      tactical: (actualWeight - policyWeight) * (indexReturn - policyReturn),
      misfit: weight * misfitReturn,
      manager: weight * managerReturn,
      interaction: (actualWeight - weight) * (misfitReturn + managerReturn),
      managers: managers.map((manager) => ({
        name: manager.name,
        effect: weight * manager.share * (manager.managerReturn - manager.benchmarkReturn),
      })),
      earned: actualWeight * compensatedSum(managers.map((manager) => manager.share * manager.managerReturn)),
    }
  })
  const total = (effect: 'tactical' | 'misfit' | 'manager' | 'interaction'): number =>
    compensatedSum(parts.map((part) => part[effect]))
  const computed = compensatedSum(parts.map((part) => part.earned))
  const actualReturn = requireFinite(options.accountedReturn ?? computed, 'accountedReturn')
  const policyEffect = policyReturn - referenceReturn
  const [tacticalEffect, misfitEffect, managerEffect, interactionEffect] = (
    ['tactical', 'misfit', 'manager', 'interaction'] as const
  ).map(total)
  const effects = [policyEffect, tacticalEffect, misfitEffect, managerEffect, interactionEffect]
  const residual = compensatedSum([actualReturn, -referenceReturn, ...effects.map((effect) => -effect)])
  return {
    referenceReturn,
    policyReturn,
    actualReturn,
    policyEffect,
    tacticalEffect,
    misfitEffect,
    managerEffect,
    interactionEffect,
    classes: parts.map(({ name, tactical, misfit, manager, interaction, managers }) => ({
      name,
      tactical,
      misfit,
      manager,
      interaction,
      managers,
    })),
    residual,
    cautions:
      Math.abs(residual) > 1e-12
        ? [caution('unexplained-residual', `the accounted return differs by ${residual} from weights times returns`)]
        : [],
  }
}

function requireFullWeights(weights: readonly number[], field: string): void {
  weights.forEach((weight, i) => requireFinite(weight, `${field}[${i}]`))
  const sum = compensatedSum(weights)
  if (Math.abs(sum - 1) <= 1e-9) return
  throw new TuttiError('invalid-input', `${field} must sum to 1, got ${sum}; give the rest as a class of its own`, {
    field,
    got: String(sum),
    expected: 'a sum of 1',
  })
}
