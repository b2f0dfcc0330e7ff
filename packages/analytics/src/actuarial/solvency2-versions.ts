import type { DurationLine, Solvency2Parameters, Tabulated } from './solvency2-parameters.ts'

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

const market = (a: number, withSpread: number) => [
  [1, a, a, withSpread, 0, 0.25],
  [a, 1, 0.75, 0.75, 0, 0.25],
  [a, 0.75, 1, 0.5, 0, 0.25],
  [withSpread, 0.75, 0.5, 1, 0, 0.25],
  [0, 0, 0, 0, 1, 0],
  [0.25, 0.25, 0.25, 0.25, 0, 1],
]

/** Points at the maturities 1, 2, ... and those that follow. */
const yearly = (values: readonly number[], ...rest: readonly (readonly [number, number])[]): Tabulated => [
  ...values.map((value, i) => [i + 1, value] as const),
  ...rest,
]

const basisPoints = (values: readonly number[]): number[] => values.map((value) => value / 10_000)

/** Articles 166 and 167 as replaced by Delegated Regulation (EU) 2026/269, points 43 and 44; shifts in basis points. */
const interestOf2027 = {
  increase: yearly(
    [
      0.61, 0.53, 0.49, 0.46, 0.45, 0.41, 0.37, 0.34, 0.32, 0.3, 0.3, 0.3, 0.3, 0.29, 0.28, 0.28, 0.27, 0.26, 0.26,
      0.25, 0.25, 0.24, 0.24, 0.23, 0.22, 0.22, 0.21, 0.21, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.21, 0.21, 0.21,
      0.21, 0.21, 0.21, 0.21, 0.21, 0.21, 0.21, 0.21, 0.21, 0.21, 0.21,
    ],
    [90, 0.2],
  ),
  increaseShift: yearly(
    basisPoints([
      214, 186, 172, 161, 158, 144, 130, 119, 112, 105, 105, 105, 105, 102, 98, 98, 95, 91, 91, 88, 87, 85, 82, 80, 78,
      76, 74, 72, 70, 69, 70, 71, 71, 71, 71, 72, 72, 72, 73, 73, 74, 74, 75, 75, 75, 75, 75, 74, 74, 73,
    ]),
    [60, 0],
  ),
  decrease: yearly(
    [
      0.58, 0.51, 0.44, 0.4, 0.4, 0.38, 0.37, 0.38, 0.39, 0.4, 0.41, 0.42, 0.43, 0.44, 0.45, 0.47, 0.48, 0.49, 0.49,
      0.5, 0.49, 0.5, 0.51, 0.51, 0.52, 0.52, 0.53, 0.53, 0.53, 0.53, 0.53, 0.53, 0.54, 0.54, 0.54, 0.54, 0.55, 0.55,
      0.56, 0.57, 0.57, 0.58, 0.59, 0.61, 0.62, 0.62, 0.63, 0.64, 0.64, 0.65,
    ],
    [90, 0.2],
  ),
  decreaseShift: yearly(
    basisPoints([
      116, 99, 83, 74, 71, 67, 63, 62, 61, 61, 60, 60, 59, 58, 57, 56, 55, 54, 52, 50, 49, 49, 48, 48, 47, 46, 45, 44,
      42, 41, 40, 39, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 23, 22, 21, 19, 18,
    ]),
    [60, 0],
  ),
  leastIncrease: null,
  negativeRatesFall: true,
  decreaseFloor: [
    [7, -0.0125],
    [20, -0.00893],
  ],
} as const

type Caution = Solvency2Parameters['cautions'][number]
const REVISION: Caution = {
  about: ['revision'],
  text: 'The 3 % of revision risk (Article 141) were confirmed in one public commentary.',
}
const NON_LIFE: Caution = {
  about: ['non-life'],
  text: 'Standard deviations of premium and reserve risk before Delegated Regulation (EU) 2019/981 are not held: exposures to it are refused.',
}
const WAS = 'Delegated Regulation (EU) 2015/35, Articles 37-39, 114, 136-143, 164-188, 199-204'

/**
 * The parameters of 2020 to 2026. Read against public reprints of the consolidated regulation (EIOPA's single rulebook,
 * legislation.gov.uk, the PRA rulebook that took it over, and others): Articles 37, 114, 117, 136 to 138, 142, 143, 166,
 * 169, 172, 176, 185, 186, 188, 199 to 201, 204, Annexes II and IV, and Annex IV of the Directive, figure by figure;
 * Article 167 against EIOPA's stressed curves; Articles 39, 140, 164, 174 and 189 against two or more commentaries and
 * programs; Article 139 against a commentary and Article 156, its twin for income protection; Article 141 against one
 * commentary.
 */
const of2020: Solvency2Parameters = {
  validFrom: '2020-01-01',
  validTo: '2027-01-29',
  source:
    'Delegated Regulation (EU) 2015/35, Articles 37-39, 114-117, 136-143, 164-188, 199-204 and Annexes II and IV, as amended by (EU) 2016/467, 2017/1542 and 2019/981; Directive 2009/138/EC, Annex IV',
  cautions: [REVISION],
  interest: {
    increase,
    decrease,
    increaseShift: [[1, 0]],
    decreaseShift: [[1, 0]],
    leastIncrease: 0.01,
    negativeRatesFall: false,
    decreaseFloor: null,
  },
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
    marketDown: market(0.5, 0.5),
    marketUp: market(0, 0),
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
}

/**
 * Versions of the standard formula's parameters, oldest first. Classes of equity come in as they became law:
 * infrastructure with (EU) 2016/467 on 2 April 2016, infrastructure corporates with 2017/1542 on 15 September 2017,
 * long-term equity with 2019/981 on 8 July 2019. The standard deviations of Annex II are those of 2019/981 and held from
 * 2020 on only: the older ones, and the day on which the new ones first applied, could not be confirmed.
 *
 * From 30 January 2027 Directive (EU) 2025/2 and Delegated Regulation (EU) 2026/269 apply. Held are the interest rate
 * stresses, the falls of equities, property, currencies, bonds and loans, the market correlations and the risk margin;
 * the rest is `null`, as what the amendment does to it could not be confirmed.
 */
export const solvency2Versions: readonly Solvency2Parameters[] = [
  {
    ...of2020,
    validFrom: '2016-01-01',
    validTo: '2016-04-01',
    source: `${WAS}; Directive 2009/138/EC, Annex IV`,
    cautions: [REVISION, NON_LIFE],
    equity: { ...of2020.equity, longTerm: null, infrastructure: null, infrastructureCorporate: null },
    nonLife: null,
  },
  {
    ...of2020,
    validFrom: '2016-04-02',
    validTo: '2017-09-14',
    source: `${WAS}, as amended by (EU) 2016/467; Directive 2009/138/EC, Annex IV`,
    cautions: [REVISION, NON_LIFE],
    equity: { ...of2020.equity, longTerm: null, infrastructureCorporate: null },
    nonLife: null,
  },
  {
    ...of2020,
    validFrom: '2017-09-15',
    validTo: '2019-07-07',
    source: `${WAS}, as amended by (EU) 2016/467 and 2017/1542; Directive 2009/138/EC, Annex IV`,
    cautions: [REVISION, NON_LIFE],
    equity: { ...of2020.equity, longTerm: null },
    nonLife: null,
  },
  {
    ...of2020,
    validFrom: '2019-07-08',
    validTo: '2019-12-31',
    source: `${WAS}, as amended by (EU) 2016/467, 2017/1542 and 2019/981; Directive 2009/138/EC, Annex IV`,
    cautions: [
      REVISION,
      {
        about: ['non-life'],
        text: 'Standard deviations of premium and reserve risk are held from 2020 on: the day in 2019 on which the new ones first applied could not be confirmed.',
      },
    ],
    nonLife: null,
  },
  of2020,
  {
    ...of2020,
    validFrom: '2027-01-30',
    validTo: '9999-12-31',
    source:
      'Delegated Regulation (EU) 2015/35 as amended by (EU) 2026/269, Articles 37, 39, 164, 166-169, 172, 174, 176 and 188; Directive 2009/138/EC as amended by (EU) 2025/2',
    cautions: [
      {
        about: ['interest'],
        text: 'Interest rate stresses from 21 to 50 years and their floor were confirmed in one public transcription of the Official Journal; those to 20 years in two.',
      },
      {
        about: ['risk-margin'],
        text: 'The parameters of the risk margin were confirmed in two public transcriptions of the Official Journal.',
      },
      {
        about: ['life', 'non-life', 'counterparty', 'concentration', 'operational'],
        text: 'Life, non-life, counterparty, concentration and operational parameters of 2027 are not held and refused.',
      },
      {
        about: ['correlations'],
        text: 'The correlation of interest and spread was confirmed in one public transcription of the Official Journal; the others are taken as in 2026.',
      },
    ],
    interest: interestOf2027,
    equity: { ...of2020.equity, symmetricAdjustmentBound: 0.13 },
    concentration: null,
    life: null,
    counterparty: null,
    nonLife: null,
    operational: null,
    riskMargin: { costOfCapital: 0.0475, taperPerYear: 0.96, leastTaper: 0.5 },
    correlations: { ...of2020.correlations, marketDown: market(0.5, 0.25) },
  },
]
