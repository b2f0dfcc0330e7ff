import { z } from 'zod'
import * as covariance from '../../catalogue/covariance/index.ts'
import { generalisedExtremeValueOperation } from '../../catalogue/statistics/extreme-value-diagnostics.ts'
import { generalisedParetoOperation } from '../../catalogue/statistics/extreme-value.ts'
import { adjustedPValuesOperation } from '../../catalogue/statistics/multiple-testing.ts'
import { principalComponentsOperation } from '../../catalogue/statistics/principal-components.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'

/** A text as its words in lower case, so that punctuation and spacing do not matter. */
const words = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9*]+/g, ' ')
    .trim()

/** The target that a text names, by any of its names and with or without the paper behind it. */
const targetNames = {
  'constant-correlation': /^(the )?(constant|average|mean) correlation( (matrix|target|model))?$/,
  'single-factor': /^(the )?(single|one) (factor|index)( (model|market|covariance|target))*$|^market model$/,
  identity: /^(mu|mean variance|average variance|m|scaled|the)? ?(\*|times)? ?(i|identity)( matrix)?$/,
} as const

const target = z.string().transform((text, context) => {
  const plain = words(text.replace(/[([].*$/, ''))
  const found = (Object.keys(targetNames) as (keyof typeof targetNames)[]).find((name) => targetNames[name].test(plain))
  if (found !== undefined) return found
  context.addIssue({ code: 'custom', message: `is no known shrinkage target: ${text}` })
  return z.NEVER
})

/** A confidence written in a key: 99, 975 and 99_5 are 0.99, 0.975 and 0.995. */
const confidenceOf = (digits: string): number => Number(`0.${digits.replace('_', '').replace('p', '')}`)

const tailKey = /^(var|es)_(\d+(?:[_p]\d+)?)$/

/** Covariance matrices, principal components and fitted tails. */
export const covarianceForms: readonly ReferenceForm[] = [
  referenceForm('schaefer_strimmer', exactly({ returns: rows }), ({ returns }) => {
    const result = covariance.schaeferStrimmerOperation.run({ returns })
    return {
      lambda_correlation: result.correlationShrinkage,
      lambda_variance: result.varianceShrinkage,
      ...matrixAnswers(result.covariance),
    }
  }),
  referenceForm('ledoit_wolf', exactly({ returns: rows, target }), (input) => {
    const result = covariance.ledoitWolfOperation.run(input)
    return {
      shrinkage: result.shrinkage,
      average_correlation: result.averageCorrelation,
      ...matrixAnswers(result.covariance),
    }
  }),
  referenceForm('oas', exactly({ returns: rows }), ({ returns }) => {
    const result = covariance.oracleApproximatingShrinkageOperation.run({ returns, formula: 'large-dimension' })
    return { shrinkage: result.shrinkage, ...matrixAnswers(result.covariance) }
  }),
  referenceForm(
    'marchenko_pastur',
    exactly({ observations: z.int(), variables: z.int(), variance: z.number() }),
    ({ variables: series, ...input }) => {
      const { lower, upper } = covariance.marchenkoPasturOperation.run({ ...input, series })
      return { lambda_min: lower, lambda_max: upper }
    },
  ),
  referenceForm(
    'pca',
    exactly({
      data_bp_changes: rows,
      tenors: list.optional(),
      covariance: z
        .string()
        .refine((text) => /^(sample )?n 1( mean removed)?$/.test(words(text)), 'is another covariance'),
    }),
    ({ data_bp_changes: returns }, wanted) => {
      const counts = wanted.map((key) => Number(/^loadings_first(\d+)$/.exec(key)?.[1] ?? 0))
      const result = principalComponentsOperation.run({
        returns,
        matrix: 'covariance',
        components: Math.min(Math.max(3, ...counts), returns.at(0)?.length ?? 1),
        level: 0.95,
      })
      const loadings = result.components.map((component) => component.loadings)
      return {
        eigenvalues: result.eigenvalues,
        explained_ratio: result.explainedShares,
        ...Object.fromEntries(counts.filter((n) => n > 0).map((n) => [`loadings_first${n}`, loadings.slice(0, n)])),
      }
    },
  ),
  referenceForm(
    'gpd_fit',
    exactly({
      exceedances_over_threshold: list,
      threshold: z.number(),
      sample_size: z.int(),
    }),
    ({ exceedances_over_threshold: values, threshold, sample_size: sampleSize }, wanted) => {
      // Losses all lie above a positive threshold; excesses start from zero.
      const areLosses = threshold > 0 && values.every((value) => value > threshold)
      const asked = wanted.flatMap((key) => {
        const digits = tailKey.exec(key)?.[2]
        return digits === undefined ? [] : [{ key, confidence: confidenceOf(digits) }]
      })
      const result = generalisedParetoOperation.run({
        excesses: areLosses ? values.map((value) => value - threshold) : values,
        threshold,
        sampleSize,
        method: 'maximum-likelihood',
        confidences: asked.length > 0 ? asked.map(({ confidence }) => confidence) : [0.99],
        level: 0.95,
      })
      const risks = Object.fromEntries(
        asked.map(({ key }, k) => [
          key,
          key.startsWith('var') ? result.risks[k].valueAtRisk.value : result.risks[k].expectedShortfall?.value,
        ]),
      )
      return { xi: result.shape, beta: result.scale, log_likelihood: result.logLikelihood, ...risks }
    },
  ),
  referenceForm(
    'ewma_covariance',
    exactly({ returns: rows, lambda: z.number(), mean: z.enum(['zero', 'weighted']) }),
    ({ lambda: decay, ...input }) => {
      const result = covariance.ewmaCovarianceOperation.run({ ...input, decay })
      return { effective_observations: result.effectiveObservations, ...matrixAnswers(result.covariance) }
    },
  ),
  referenceForm(
    'denoised_correlation',
    exactly({
      correlation: rows,
      observations: z.int(),
      method: z.enum(['constant residual eigenvalue', 'targeted shrinkage']),
      keep: z.number().optional(),
    }),
    ({ method, keep = 0, ...input }) => {
      const denoising =
        method === 'targeted shrinkage'
          ? { method: 'targeted-shrinkage' as const, keep }
          : { method: 'constant-residual' as const }
      const result = covariance.denoisedCorrelationOperation.run({ ...input, denoising })
      return {
        signals: result.signals,
        noise_variance: result.noiseVariance,
        lambda_max: result.upperEdge,
        correlation: result.correlation,
      }
    },
  ),
  referenceForm('gev_fit', exactly({ block_maxima: list, return_period: z.number() }), (input) => {
    const result = generalisedExtremeValueOperation.run({
      maxima: input.block_maxima,
      blocksPerPassage: [input.return_period],
      level: 0.95,
    })
    return {
      location: result.location,
      scale: result.scale,
      xi: result.shape,
      log_likelihood: result.logLikelihood,
      return_level: result.returnLevels[0].value,
    }
  }),
  referenceForm('adjusted_p_values', exactly({ p_values: list }), ({ p_values: pValues }) => {
    const adjusted = (method: Parameters<typeof adjustedPValuesOperation.run>[0]['method']): number[] =>
      adjustedPValuesOperation.run({ pValues, method, errorRate: 0.05 }).adjusted
    return {
      bonferroni: adjusted('bonferroni'),
      sidak: adjusted('sidak'),
      holm: adjusted('holm'),
      hochberg: adjusted('hochberg'),
      benjamini_hochberg: adjusted('benjamini-hochberg'),
      benjamini_yekutieli: adjusted('benjamini-yekutieli'),
    }
  }),
]

/** A covariance matrix under the names that the forms use. */
const matrixAnswers = (matrix: readonly (readonly number[])[]): Record<string, unknown> => ({
  ...Object.fromEntries(matrix.slice(0, 10).map((row, i) => [`covariance_row${i + 1}`, row])),
  covariance: matrix,
  covariance_trace: matrix.reduce((sum, row, i) => sum + row[i], 0),
})
