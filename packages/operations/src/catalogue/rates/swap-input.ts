import { type SwapCurves, type VanillaSwap } from '@tutti/analytics/rates'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { number, numbers } from '../value-schemas.ts'
import { curveDateSchema, periodsOf, periodsSchema } from './leg-inputs.ts'

/** Curves of a swap. */
export const swapCurves = {
  discountCurve: discountCurveSchema,
  projectionCurve: discountCurveSchema.optional().describe('of the floating rates; the discount curve unless given'),
  curveDate: curveDateSchema.optional().describe('needed for legs given by dates'),
}

/** The curves of the input. */
export function swapCurvesOf(input: {
  readonly discountCurve: z.infer<typeof discountCurveSchema>
  readonly projectionCurve?: z.infer<typeof discountCurveSchema> | undefined
}): SwapCurves {
  const discount = discountCurveOf(input.discountCurve)
  return {
    discount,
    projection: input.projectionCurve === undefined ? discount : discountCurveOf(input.projectionCurve),
  }
}

/** A vanilla swap; `payer` pays the fixed rate. */
export const swapFields = {
  side: z.enum(['payer', 'receiver']).describe('payer pays the fixed rate'),
  notional: z
    .union([number, z.strictObject({ fixed: numbers.min(1), floating: numbers.min(1) })])
    .describe('one for all periods, or one for each period of each leg'),
  fixedRate: number.describe('decimal'),
  fixedLeg: periodsSchema,
  floatingLeg: periodsSchema,
  floatingSpread: number.optional().describe('decimal; 0'),
  firstRate: number.optional().describe('the floating rate already set, where the first period has begun'),
}
const swapSchema = z.strictObject({ ...swapFields, curveDate: curveDateSchema.optional() })

/** The swap that the input describes. */
export function swapOf(input: Pick<z.infer<typeof swapSchema>, keyof z.infer<typeof swapSchema>>): VanillaSwap {
  const { side, notional, fixedRate, fixedLeg, floatingLeg, floatingSpread = 0, firstRate, curveDate } = input
  return {
    side,
    notional,
    fixedRate,
    fixedPeriods: periodsOf(fixedLeg, curveDate, 'fixedLeg'),
    floatingPeriods: periodsOf(floatingLeg, curveDate, 'floatingLeg'),
    floatingSpread,
    ...(firstRate === undefined ? {} : { firstRate }),
  }
}
