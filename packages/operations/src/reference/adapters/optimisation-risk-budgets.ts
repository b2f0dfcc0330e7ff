import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'
import * as catalogue from '../../catalogue/optimisation/index.ts'
import { type Answer, type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'
import { type Market, covarianceOf, market as unnamedMarket, solved } from './portfolio-inputs.ts'

const assets = z.array(z.string()).optional()
const market = { ...unnamedMarket, assets }

/** One bound for all or one for each asset; null or nothing for none. */
const bound = z.union([z.number(), list, z.null()]).optional()
const box = {
  min_weight: bound,
  max_weight: bound,
  min_weights: bound,
  max_weights: bound,
  budget: z.number().optional(),
}

type Box = z.infer<ReturnType<typeof exactly<typeof box>>>

const hasBounds = (input: Box): boolean =>
  [input.min_weight, input.max_weight, input.min_weights, input.max_weights].some(
    (value) => value !== undefined && value !== null,
  ) || (input.budget ?? 1) !== 1

/** Limits of a long-only form: at least 0 where it says nothing, as its function does not know short positions. */
const limitsOf = (input: Box) => ({
  minWeights: input.min_weights ?? input.min_weight ?? 0,
  maxWeights: input.max_weights ?? input.max_weight ?? null,
  budget: input.budget ?? 1,
})

/** `weights` once more under the names of published digits. */
const named = (weights: number[]): Answer => ({
  weights,
  weights_published: weights,
  weights_percent_published: weights.map((weight) => 100 * weight),
})

/** A text that means what `pattern` looks for in it; anything else leaves the case unserved. */
const meaning = (pattern: RegExp, expected: string) =>
  z.string().regex(pattern, { error: `a text that says: ${expected}` })

function budgetAnswer(input: Market & Box & { budgets?: number[] | undefined }): Answer {
  const result = solved(
    catalogue.riskBudgetingOperation.run({
      covariance: covarianceOf(input),
      budgets: input.budgets,
      limits: hasBounds(input) ? limitsOf(input) : undefined,
    }),
  )
  return {
    ...named(result.weights),
    volatility: result.volatility,
    risk_contributions: result.contributions,
    risk_contributions_percent: result.shares.map((share) => 100 * share),
    risk_contribution_shares: result.shares,
  }
}

const budgetingForm = (name: string): ReferenceForm =>
  referenceForm(
    name,
    exactly({
      ...market,
      ...box,
      budgets: list.optional(),
      formulation: meaning(
        /(?:lambda|λ).*(?:ln|log)|richard.*roncalli|log.?barrier|budget/i,
        'risk budgets by Richard & Roncalli',
      ).optional(),
    }),
    (input) => budgetAnswer(input),
  )

function naiveForm(name: string, rule: 'equal-weight' | 'inverse-volatility' | 'inverse-variance'): ReferenceForm {
  return referenceForm(name, exactly(market), (input) => {
    const result = catalogue.naivePortfolioOperation.run({ covariance: covarianceOf(input), rule })
    return {
      ...named(result.weights),
      volatility: result.volatility,
      diversification_ratio: result.diversificationRatio,
    }
  })
}

function mostDiversifiedForm(name: string): ReferenceForm {
  return referenceForm(name, exactly({ ...market, ...box }), (input) => {
    const result = solved(
      catalogue.mostDiversifiedOperation.run({ covariance: covarianceOf(input), limits: limitsOf(input) }),
    )
    return {
      ...named(result.weights),
      diversification_ratio: result.diversificationRatio,
      volatility: result.volatility,
    }
  })
}

/** The distance that a text describes. */
function clusterDistance(text: string | undefined): 'correlation' | 'distance-of-distances' {
  if (text === undefined) return 'correlation'
  const plain = text.toLowerCase().replace(/\s+/g, ' ')
  if (/distances? (?:of|between) (?:the )?distances?|distance-of-distance|euclid|columns? of/.test(plain)) {
    if (!/not (?:on )?distances? of/.test(plain)) return 'distance-of-distances'
  }
  if (/sqrt|√|direct|correlation|condensed|\(1 ?- ?(?:rho|ρ|r|corr)/.test(plain)) {
    if (/1 ?- ?(?:rho|ρ)\^?2|1 ?- ?\|rho/.test(plain))
      throw new TuttiError('unsupported', `no distance is known as: ${text}`)
    return 'correlation'
  }
  throw new TuttiError('unsupported', `no distance is known as: ${text}`)
}

const linkageNames = {
  single: 'single',
  nearest: 'single',
  complete: 'complete',
  farthest: 'complete',
  average: 'average',
  upgma: 'average',
  ward: 'ward',
} as const

const linkage = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .replace(/\([^)]*\)|\b(?:linkage|link|method|point|neighbou?r)\b|'s\b|\.d2\b|[^a-z ]/g, ' ')
      .trim(),
  )
  .pipe(z.enum(Object.keys(linkageNames) as (keyof typeof linkageNames)[]))
  .transform((name) => linkageNames[name])

const hierarchicalForm = (name: string): ReferenceForm =>
  referenceForm(
    name,
    exactly({
      ...market,
      linkage: linkage.optional(),
      distance: z.string().optional(),
      bisection: meaning(
        /floor|half|halves|n ?\/ ?2|midpoint|leaf order|recursive/i,
        'the leaf order is cut at floor(n/2)',
      ).optional(),
    }),
    (input) => {
      const result = catalogue.hierarchicalRiskParityOperation.run({
        covariance: covarianceOf(input),
        linkage: input.linkage ?? 'single',
        distance: clusterDistance(input.distance),
        bisection: 'halves',
      })
      return {
        ...named(result.weights),
        leaf_order: result.leafOrder,
        leaf_order_0based: result.leafOrder,
        volatility: result.volatility,
      }
    },
  )

/** Scenarios by rows, or by asset. */
const scenarios = {
  scenario_returns: rows.optional(),
  returns: rows.optional(),
  returns_by_scenario: rows.optional(),
  returns_by_asset: rows.optional(),
  probabilities: list.optional(),
  expected_returns: list.optional(),
  min_expected_return: z.number().optional(),
  target_return: z.number().optional(),
}

type Scenarios = z.infer<ReturnType<typeof exactly<typeof scenarios>>>

function scenarioRequest(input: Scenarios & Box) {
  const byAsset = input.returns_by_asset
  const returns =
    input.scenario_returns ??
    input.returns_by_scenario ??
    input.returns ??
    byAsset?.[0]?.map((_, t) => byAsset.map((series) => series[t] ?? Number.NaN))
  if (returns === undefined) throw new TuttiError('unsupported', 'the case gives no returns')
  return {
    returns,
    probabilities: input.probabilities,
    expectedReturns: input.expected_returns,
    aim: { kind: 'least-risk' as const, minExpectedReturn: input.min_expected_return ?? input.target_return },
    limits: limitsOf(input),
  }
}

const confidenceKeys = { alpha: z.number().optional(), confidence: z.number().optional(), beta: z.number().optional() }

/** The confidence level; a form may state the tail instead. */
function confidenceOf(input: {
  alpha?: number | undefined
  confidence?: number | undefined
  beta?: number | undefined
}): number {
  const level = input.confidence ?? input.alpha ?? input.beta
  if (level === undefined) throw new TuttiError('unsupported', 'the case gives no confidence')
  if (level > 0.5) return level
  throw new TuttiError('unsupported', `whether ${level} is a confidence or a tail is not said`)
}

const lossText = meaning(
  /(?:-|minus|negative).*return|rockafellar|equally likely|-\s*(?:w'\s*r|r'\s*w|R\s*w)\b/i,
  'losses are minus the portfolio return',
).optional()

/** Where the running maximum of a drawdown starts. */
function maximumStart(text: string | undefined): 'zero' | 'first-return' {
  if (text === undefined) return 'zero'
  const plain = text.toLowerCase()
  if (/(?:^|[^n])compounded/.test(plain.replace(/uncompounded|non-?compounded|not compounded/g, ''))) {
    throw new TuttiError('unsupported', `drawdowns are of uncompounded returns, not: ${text}`)
  }
  if (/starts? (?:at|from|with) (?:zero|0)|u_?0 ?= ?0/.test(plain)) return 'zero'
  if (/starts? (?:at|from|with) (?:the )?first/.test(plain)) return 'first-return'
  if (/start/.test(plain)) throw new TuttiError('unsupported', `no running maximum is known that is: ${text}`)
  return 'zero'
}

const tailForm = (name: string): ReferenceForm =>
  referenceForm(name, exactly({ ...scenarios, ...box, ...confidenceKeys, loss: lossText }), (input) => {
    const risk = { measure: 'cvar' as const, confidence: confidenceOf(input) }
    const result = solved(catalogue.scenarioPortfolioOperation.run({ ...scenarioRequest(input), risk }))
    return {
      ...named(result.weights),
      cvar: result.risk,
      expected_shortfall: result.risk,
      expected_return: result.expectedReturn,
    }
  })

const drawdownForm = (name: string): ReferenceForm =>
  referenceForm(
    name,
    exactly({ ...scenarios, ...box, ...confidenceKeys, drawdown: z.string().optional() }),
    (input) => {
      const risk = {
        measure: 'cdar' as const,
        confidence: confidenceOf(input),
        maximumStartsAt: maximumStart(input.drawdown),
      }
      const result = solved(catalogue.scenarioPortfolioOperation.run({ ...scenarioRequest(input), risk }))
      return { ...named(result.weights), cdar: result.risk, expected_return: result.expectedReturn }
    },
  )

const deviationForm = (name: string): ReferenceForm =>
  referenceForm(name, exactly({ ...scenarios, ...box }), (input) => {
    const result = solved(
      catalogue.scenarioPortfolioOperation.run({ ...scenarioRequest(input), risk: { measure: 'mad' } }),
    )
    return {
      ...named(result.weights),
      mad: result.risk,
      mean_absolute_deviation: result.risk,
      expected_return: result.expectedReturn,
    }
  })

const maximinForm = (name: string): ReferenceForm =>
  referenceForm(name, exactly({ ...scenarios, ...box }), (input) => {
    const result = solved(
      catalogue.scenarioPortfolioOperation.run({ ...scenarioRequest(input), risk: { measure: 'worst-loss' } }),
    )
    return { ...named(result.weights), minimum_return: -result.risk, expected_return: result.expectedReturn }
  })

/** Risk budgets, hierarchical portfolios and linear programmes over scenarios. */
export const optimisationRiskBudgetsForms: readonly ReferenceForm[] = [
  ...['equal_risk_contribution', 'risk_parity', 'risk_budgeting', 'constrained_risk_budgeting'].map(budgetingForm),
  naiveForm('inverse_volatility', 'inverse-volatility'),
  naiveForm('inverse_variance', 'inverse-variance'),
  naiveForm('equal_weight', 'equal-weight'),
  ...['most_diversified', 'maximum_diversification', 'max_diversification'].map(mostDiversifiedForm),
  ...['hrp', 'hierarchical_risk_parity'].map(hierarchicalForm),
  ...['min_cvar', 'min_expected_shortfall'].map(tailForm),
  ...['min_cdar'].map(drawdownForm),
  ...['min_mean_absolute_deviation', 'min_mad'].map(deviationForm),
  ...['maximin_return', 'maximin'].map(maximinForm),
]
