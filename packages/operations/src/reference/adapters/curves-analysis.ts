import { z } from 'zod'
import * as catalogue from '../../catalogue/curves/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list, rows } from './form-inputs.ts'

/** Components of curve changes and break-even inflation. */
export const curveAnalysisForms: readonly ReferenceForm[] = [
  referenceForm(
    'pca',
    exactly({
      data_bp_changes: rows,
      tenors: list,
      covariance: z.string().regex(/n ?- ?1.*mean removed|sample/i),
    }),
    ({ data_bp_changes: changes }) => {
      const found = catalogue.curvePcaOperation.run({ changes })
      return {
        eigenvalues: found.variances,
        explained_ratio: found.explainedRatios,
        loadings_first3: found.loadings.slice(0, 3),
      }
    },
  ),
  referenceForm(
    'breakeven_inflation',
    exactly({
      nominal_yields_semiannual: list,
      real_yields_semiannual: list,
      zero_breakeven_continuous: z.record(z.string().regex(/^\d+(\.\d+)?y$/), z.number()),
    }),
    (input) => {
      const points = Object.entries(input.zero_breakeven_continuous)
        .map(([key, rateContinuous]) => ({ timeYears: Number(key.slice(0, -1)), rateContinuous }))
        .sort((a, b) => a.timeYears - b.timeYears)
      const result = catalogue.breakevenInflationOperation.run({
        nominalYields: input.nominal_yields_semiannual,
        realYields: input.real_yields_semiannual,
        timesPerYear: 2,
        zeroBreakevens: points,
      })
      const forwards = result.forwardBreakevens.map((value, i) => {
        const [start, end] = [points[i].timeYears, points[i + 1].timeYears]
        return [`forward_breakeven_${start}y${end - start}y_continuous`, value] as const
      })
      return {
        breakeven_semiannual: result.breakevens,
        simple_difference: result.simpleDifferences,
        ...Object.fromEntries(forwards),
      }
    },
  ),
]
