import type { DurationLine, Solvency2Parameters } from './solvency2-parameters.ts'

const lines = (...points: readonly (readonly [number, number, number])[]): DurationLine[] =>
  points.map(([from, base, slope]) => ({ from, base, slope }))

/** Annex IV of the Delegated Regulation: correlations of the segments 1 to 12 of premium and reserve risk. */
const segmentCorrelations = [
  [1, 0.5, 0.5, 0.25, 0.5, 0.25, 0.5, 0.25, 0.5, 0.25, 0.25, 0.25],
  [0.5, 1, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25],
  [0.5, 0.25, 1, 0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.25, 0.5, 0.25],
  [0.25, 0.25, 0.25, 1, 0.25, 0.25, 0.25, 0.5, 0.5, 0.25, 0.5, 0.5],
  [0.5, 0.25, 0.25, 0.25, 1, 0.5, 0.5, 0.25, 0.5, 0.5, 0.25, 0.25],
  [0.25, 0.25, 0.25, 0.25, 0.5, 1, 0.5, 0.25, 0.5, 0.5, 0.25, 0.25],
  [0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 1, 0.25, 0.5, 0.5, 0.25, 0.25],
  [0.25, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 1, 0.5, 0.25, 0.25, 0.5],
  [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1, 0.25, 0.5, 0.25],
  [0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.25, 0.25, 1, 0.25, 0.25],
  [0.25, 0.25, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.5, 0.25, 1, 0.25],
  [0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 1],
]

const increase = [
  ...[
    0.7, 0.7, 0.64, 0.59, 0.55, 0.52, 0.49, 0.47, 0.44, 0.42, 0.39, 0.37, 0.35, 0.34, 0.33, 0.31, 0.3, 0.29, 0.27,
  ].map((factor, i) => [i + 1, factor] as const),
  [20, 0.26] as const,
  [90, 0.2] as const,
]
const decrease = [
  ...[
    0.75, 0.65, 0.56, 0.5, 0.46, 0.42, 0.39, 0.36, 0.33, 0.31, 0.3, 0.29, 0.28, 0.28, 0.27, 0.28, 0.28, 0.28, 0.29,
  ].map((factor, i) => [i + 1, factor] as const),
  [20, 0.29] as const,
  [90, 0.2] as const,
]

const market = (a: number) => [
  [1, a, a, a, 0, 0.25],
  [a, 1, 0.75, 0.75, 0, 0.25],
  [a, 0.75, 1, 0.5, 0, 0.25],
  [a, 0.75, 0.5, 1, 0, 0.25],
  [0, 0, 0, 0, 1, 0],
  [0.25, 0.25, 0.25, 0.25, 0, 1],
]

/**
 * Versions of the standard formula's parameters, oldest first. The first is Delegated Regulation (EU) 2015/35 with the
 * changes of (EU) 2016/467, 2017/1542 and 2019/981. It ends before Directive (EU) 2025/2 and Delegated Regulation (EU)
 * 2026/269 apply (30 January 2027), whose parameters are not held here.
 */
export const solvency2Versions: readonly Solvency2Parameters[] = [
  {
    validFrom: '2016-01-01',
    validTo: '2027-01-29',
    source:
      'Delegated Regulation (EU) 2015/35, Articles 37-39, 114-117, 136-143, 164-188, 199-204 and Annexes II and IV, as amended by (EU) 2019/981; Directive 2009/138/EC, Annex IV',
    interest: { increase, decrease, leastIncrease: 0.01 },
    equity: {
      type1: 0.39,
      type2: 0.49,
      strategic: 0.22,
      longTerm: 0.22,
      infrastructure: 0.3,
      infrastructureCorporate: 0.36,
      correlation: 0.75,
      infrastructureAdjustment: 0.77,
      infrastructureCorporateAdjustment: 0.92,
      symmetricAdjustmentBound: 0.1,
    },
    property: 0.25,
    spread: {
      bySteps: [
        lines([0, 0, 0.009], [5, 0.045, 0.005], [10, 0.07, 0.005], [15, 0.095, 0.005], [20, 0.12, 0.005]),
        lines([0, 0, 0.011], [5, 0.055, 0.006], [10, 0.085, 0.005], [15, 0.11, 0.005], [20, 0.135, 0.005]),
        lines([0, 0, 0.014], [5, 0.07, 0.007], [10, 0.105, 0.005], [15, 0.13, 0.005], [20, 0.155, 0.005]),
        lines([0, 0, 0.025], [5, 0.125, 0.015], [10, 0.2, 0.01], [15, 0.25, 0.01], [20, 0.3, 0.005]),
        lines([0, 0, 0.045], [5, 0.225, 0.025], [10, 0.35, 0.018], [15, 0.44, 0.005], [20, 0.466, 0.005]),
        lines([0, 0, 0.075], [5, 0.375, 0.042], [10, 0.585, 0.005], [15, 0.61, 0.005], [20, 0.635, 0.005]),
        lines([0, 0, 0.075], [5, 0.375, 0.042], [10, 0.585, 0.005], [15, 0.61, 0.005], [20, 0.635, 0.005]),
      ],
      unrated: lines([0, 0, 0.03], [5, 0.15, 0.017], [10, 0.235, 0.012], [20, 0.355, 0.005]),
    },
    currency: 0.25,
    concentration: {
      thresholds: [0.03, 0.03, 0.03, 0.015, 0.015, 0.015, 0.015],
      factors: [0.12, 0.12, 0.21, 0.27, 0.73, 0.73, 0.73],
    },
    life: {
      mortality: 0.15,
      longevity: 0.2,
      disabilityFirstYear: 0.35,
      disabilityLater: 0.25,
      disabilityRecovery: 0.2,
      expense: 0.1,
      expenseInflation: 0.01,
      revision: 0.03,
      lapse: 0.5,
      lapseDownAtMost: 0.2,
      massLapse: 0.4,
      massLapseGroup: 0.7,
      catastrophe: 0.0015,
    },
    counterparty: { defaultProbabilities: [0.00002, 0.0001, 0.0005, 0.0024, 0.012, 0.042, 0.042] },
    nonLife: {
      premium: [0.1, 0.08, 0.15, 0.08, 0.14, 0.19, 0.083, 0.064, 0.13, 0.17, 0.17, 0.17],
      reserve: [0.09, 0.08, 0.11, 0.1, 0.11, 0.172, 0.055, 0.22, 0.2, 0.2, 0.2, 0.2],
      segmentCorrelations,
    },
    operational: {
      lifePremium: 0.04,
      nonLifePremium: 0.03,
      lifeProvision: 0.0045,
      nonLifeProvision: 0.03,
      growthOver: 1.2,
      capOfBscr: 0.3,
      unitLinkedExpense: 0.25,
    },
    riskMargin: { costOfCapital: 0.06, taperPerYear: 1, leastTaper: 0 },
    correlations: {
      marketDown: market(0.5),
      marketUp: market(0),
      life: [
        [1, -0.25, 0.25, 0.25, 0, 0, 0.25],
        [-0.25, 1, 0, 0.25, 0.25, 0.25, 0],
        [0.25, 0, 1, 0.5, 0, 0, 0.25],
        [0.25, 0.25, 0.5, 1, 0.5, 0.5, 0.25],
        [0, 0.25, 0, 0.5, 1, 0, 0],
        [0, 0.25, 0, 0.5, 0, 1, 0.25],
        [0.25, 0, 0.25, 0.25, 0, 0.25, 1],
      ],
      nonLife: [
        [1, 0.25, 0],
        [0.25, 1, 0],
        [0, 0, 1],
      ],
      basic: [
        [1, 0.25, 0.25, 0.25, 0.25],
        [0.25, 1, 0.25, 0.25, 0.5],
        [0.25, 0.25, 1, 0.25, 0],
        [0.25, 0.25, 0.25, 1, 0],
        [0.25, 0.5, 0, 0, 1],
      ],
    },
  },
]
