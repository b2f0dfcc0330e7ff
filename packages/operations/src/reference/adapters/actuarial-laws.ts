import { TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'

const optional = z.number().optional()

/** A law of mortality by its name and its parameters. */
export const lawFields = {
  law: z.string(),
  A: optional,
  B: optional,
  c: optional,
  omega: optional,
  mu: optional,
  modal_age: optional,
  dispersion: optional,
}

const lawShape = z.strictObject(lawFields)

type Parameter = Exclude<keyof z.infer<typeof lawShape>, 'law'>

/** The mortality of a form. Throws `unsupported` for a law or parameters that it does not know. */
export function mortalityOf(law: z.infer<typeof lawShape>) {
  const { law: name, ...parameters } = law
  const given = (Object.keys(parameters) as Parameter[])
    .filter((key) => parameters[key] !== undefined)
    .sort()
    .join(' ')
  const at = (key: Parameter): number => parameters[key] ?? NaN
  switch (
    `${name
      .trim()
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')}: ${given}`
  ) {
    case 'makeham: A B c':
    case 'gompertz makeham: A B c':
      return { kind: 'gompertz-makeham' as const, A: at('A'), B: at('B'), c: at('c') }
    case 'gompertz: B c':
      return { kind: 'gompertz' as const, B: at('B'), c: at('c') }
    case 'gompertz: dispersion modal_age':
      return { kind: 'gompertz-modal' as const, modalAge: at('modal_age'), dispersion: at('dispersion') }
    case 'de moivre: omega':
    case 'uniform: omega':
      return { kind: 'de-moivre' as const, limitingAge: at('omega') }
    case 'constant force: mu':
    case 'exponential: mu':
      return { kind: 'constant-force' as const, force: at('mu') }
    default:
      throw new TuttiError('unsupported', `no operation knows the law ${name} with the parameters ${given}`, {
        field: 'law',
        got: `${name}: ${given}`,
        expected: 'Makeham: A B c; Gompertz: B c; de Moivre: omega; constant force: mu',
      })
  }
}
