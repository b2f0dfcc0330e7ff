import { z } from 'zod'
import * as catalogue from '../../catalogue/volatility/index.ts'
import { type ReferenceForm, referenceForm } from '../reference-form.ts'
import { exactly, list } from './form-inputs.ts'

const raw = { a: z.number(), b: z.number(), rho: z.number(), m: z.number(), sigma: z.number() }
const sabr = { alpha: z.number(), beta: z.number(), nu: z.number(), rho: z.number() }

/** The figure at the end of a key such as `density_in_log_moneyness_at_0.9`. */
const densityKey = /^density_in_log_moneyness_at_(-?\d+(?:\.\d+)?)$/

/** What a text says about the curvature of SSVI, letters aside that are the same in every spelling. */
function curvatureOf({ phi, eta, gamma, lambda }: SsviInput) {
  const text = phi.replaceAll(/[\s*{}[\]()]/g, '').replaceAll('**', '^')
  if (eta !== undefined && gamma !== undefined) {
    if (/^eta\/theta\^gamma1\+theta\^1-gamma$/.test(text)) return { kind: 'bounded-power-law', eta, gamma } as const
    if (/^(eta\/theta\^gamma|etatheta\^-gamma)$/.test(text)) return { kind: 'power-law', eta, gamma } as const
  }
  if (lambda !== undefined && /^1\/lambdatheta1-1-(exp-lambdatheta|e\^-lambdatheta)\/lambdatheta$/.test(text)) {
    return { kind: 'heston-like', lambda } as const
  }
  return undefined
}

interface SsviInput {
  readonly phi: string
  readonly eta?: number | undefined
  readonly gamma?: number | undefined
  readonly lambda?: number | undefined
}

/** Smiles and surfaces of implied volatility. */
export const volatilityForms: readonly ReferenceForm[] = [
  referenceForm(
    'sabr_implied_vol',
    exactly({
      forward: z.number(),
      shift: z.number().optional(),
      expiry_years: z.number(),
      ...sabr,
      strikes: list,
    }),
    ({ forward, shift, expiry_years: expiryYears, strikes, ...parameters }, wanted) => {
      const vols = (quoting: 'lognormal' | 'normal') =>
        catalogue.sabrVolatilityOperation.run({
          forward,
          strikes,
          expiryYears,
          parameters: { ...parameters, ...(shift === undefined ? {} : { shift }) },
          quoting,
        }).volsAnnual
      if (wanted.includes('normal_vols')) return { normal_vols: vols('normal') }
      return shift === undefined ? { lognormal_vols: vols('lognormal') } : { shifted_lognormal_vols: vols('lognormal') }
    },
  ),
  referenceForm(
    'sabr_calibration',
    exactly({
      forward: z.number(),
      shift: z.number().optional(),
      expiry_years: z.number(),
      strikes: list,
      lognormal_vols: list.optional(),
      shifted_lognormal_vols: list.optional(),
      fixed: z.strictObject(sabr).partial().optional(),
    }).refine(
      (input) => (input.lognormal_vols === undefined) !== (input.shifted_lognormal_vols === undefined),
      'needs one list of volatilities',
    ),
    (input) => {
      const fit = catalogue.sabrCalibrationOperation.run({
        forward: input.forward,
        expiryYears: input.expiry_years,
        strikes: input.strikes,
        volsAnnual: input.lognormal_vols ?? input.shifted_lognormal_vols ?? [],
        ...(input.shift === undefined ? {} : { shift: input.shift }),
        ...(input.fixed === undefined ? {} : { fixed: input.fixed }),
      })
      const { shift: _, ...parameters } = fit.parameters
      return { ...parameters, fitted_vols: fit.fittedVols, lognormal_vols: fit.fittedVols }
    },
  ),
  referenceForm('svi_raw_to_jw', exactly({ ...raw, t: z.number() }), ({ t: expiryYears, ...parameters }) => {
    const { jumpWings, repairedJumpWings } = catalogue.sviFormsOperation.run({
      expiryYears,
      smile: { form: 'raw', parameters },
    })
    const { vTilde, ...rest } = jumpWings
    return {
      ...rest,
      v_tilde: vTilde,
      arbitrage_free_c: repairedJumpWings?.c ?? null,
      arbitrage_free_v_tilde: repairedJumpWings?.vTilde ?? null,
    }
  }),
  referenceForm(
    'svi_jw_to_raw',
    exactly({
      v: z.number(),
      psi: z.number(),
      p: z.number(),
      c: z.number(),
      v_tilde: z.number(),
      t: z.number(),
    }),
    ({ t: expiryYears, v_tilde: vTilde, ...rest }) => ({
      ...catalogue.sviFormsOperation.run({
        expiryYears,
        smile: { form: 'jump-wings', parameters: { ...rest, vTilde } },
      }).raw,
    }),
  ),
  referenceForm(
    'svi_smile',
    exactly({ ...raw, t: z.number(), log_moneyness: list }),
    ({ t: expiryYears, log_moneyness: logMoneyness, ...parameters }, wanted) => {
      const result = catalogue.sviSmileOperation.run({ parameters, expiryYears, logMoneyness })
      const densities = wanted.flatMap((key) => {
        const at = densityKey.exec(key)
        if (at === null) return []
        const point = catalogue.sviSmileOperation.run({ parameters, expiryYears, logMoneyness: [Number(at[1])] })
        return [[key, point.densities[0]] as const]
      })
      return {
        total_variance: result.totalVariances,
        implied_vol: result.volsAnnual,
        g: result.durrlemanFactors,
        density: result.densities,
        butterfly_arbitrage: !result.butterfly.isFree,
        ...Object.fromEntries(densities),
      }
    },
  ),
  referenceForm(
    'svi_calibration',
    exactly({ t: z.number(), log_moneyness: list, implied_vols: list }),
    ({ t: expiryYears, log_moneyness: logMoneyness, implied_vols: volsAnnual }) => {
      const fit = catalogue.sviCalibrationOperation.run({
        expiryYears,
        logMoneyness,
        volsAnnual,
        butterfly: 'reported',
      })
      return { ...fit.parameters, fitted_vols: fit.fittedVols, implied_vols: fit.fittedVols }
    },
  ),
  referenceForm(
    'ssvi',
    exactly({
      theta: list,
      rho: z.number(),
      eta: z.number().optional(),
      gamma: z.number().optional(),
      lambda: z.number().optional(),
      phi: z.string(),
      log_moneyness: list,
    }).refine((input) => curvatureOf(input) !== undefined, { path: ['phi'], message: 'is not a curvature known here' }),
    (input) => {
      const result = catalogue.ssviSurfaceOperation.run({
        parameters: { rho: input.rho, curvature: curvatureOf(input)! },
        thetas: input.theta,
        logMoneyness: input.log_moneyness,
      })
      return { total_variance: result.totalVariances }
    },
  ),
]
