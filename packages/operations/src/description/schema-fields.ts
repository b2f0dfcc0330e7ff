import type { JsonSchema } from './operation-facts.ts'

/** A field of an input or output in words. */
export interface SchemaField {
  readonly name: string
  readonly required: boolean
  /** In a few words, such as `number > 0` or `list of {timeYears, amount}`. */
  readonly type: string
  readonly meaning: string
}

/** The fields of an object schema, the inner ones too; one list for each form where it is one of several. */
export function schemaFields(schema: JsonSchema): readonly (readonly SchemaField[])[] {
  const variants = variantsOf(schema)
  if (variants.length === 0) return [fieldsOf(schema)]
  return variants.map((variant) =>
    fieldsOf({ ...variant, properties: { ...propertiesOf(schema), ...propertiesOf(variant) } }),
  )
}

/** Levels of nesting that are told; deeper ones are in the schema. */
const deepest = 3

/** The fields of an object, each followed by those inside it under their paths: `fixedLeg.dates`, `quotes[].rate`. */
function fieldsOf(schema: JsonSchema, path = '', depth = 1): SchemaField[] {
  const required = new Set((schema.required as string[] | undefined) ?? [])
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) => [
    {
      name: path + name,
      required: required.has(name),
      type: typeText(field),
      meaning: typeof field.description === 'string' ? field.description : '',
    },
    ...(depth < deepest ? innerFields(field, path + name, depth + 1) : []),
  ])
}

/** The fields inside a field: of an object, of the items of a list, of each form where it may have several. */
function innerFields(field: JsonSchema, path: string, depth: number): SchemaField[] {
  // what has a title is told in one place of its own
  if (field.title !== undefined) return []
  if (field.type === 'array' && field.items !== undefined)
    return innerFields(field.items as JsonSchema, `${path}[]`, depth)
  const fields = [field, ...variantsOf(field)].flatMap((form) => fieldsOf(form, `${path}.`, depth))
  return fields.filter(
    ({ name, type }, i) => fields.findIndex((other) => other.name === name && other.type === type) === i,
  )
}

const propertiesOf = (schema: JsonSchema): Readonly<Record<string, JsonSchema>> =>
  (schema.properties as Record<string, JsonSchema> | undefined) ?? {}

const variantsOf = (schema: JsonSchema): readonly JsonSchema[] =>
  ((schema.oneOf ?? schema.anyOf) as JsonSchema[] | undefined) ?? []

/** The title of a schema, with the kinds that it may be of. */
function titleText(title: string, variants: readonly JsonSchema[]): string {
  const kinds = variants
    .map((variant) => propertiesOf(variant).kind?.const)
    .filter((kind): kind is string => typeof kind === 'string')
  return kinds.length === 0 ? title : `${title} (${kinds.join(', ')})`
}

/** A schema in a few words (its title, where it has one), such as `number > 0` or `list of {timeYears, amount}`. */
function typeText(schema: JsonSchema): string {
  if (typeof schema.title === 'string') return titleText(schema.title, variantsOf(schema))
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  const variants = variantsOf(schema)
  if (variants.length > 0) return [...new Set(variants.map(typeText))].join(' or ')
  if (schema.type === 'array') {
    const places = schema.prefixItems as JsonSchema[] | undefined
    if (places !== undefined) return `[${places.map(typeText).join(', ')}]`
    return schema.items === undefined ? 'list' : `list of ${typeText(schema.items as JsonSchema)}`
  }
  if (schema.type === 'object') {
    const names = Object.entries(propertiesOf(schema)).map(([name, field]) =>
      field.const === undefined ? name : `${name}: ${JSON.stringify(field.const)}`,
    )
    return names.length === 0 ? 'object' : `{${names.join(', ')}}`
  }
  if (schema.format === 'date') return 'date YYYY-MM-DD'
  const types = [schema.type ?? 'any'].flat() as string[]
  return `${types.join(' or ')}${boundText(schema)}`
}

/** Whole numbers without a bound of their own carry that of exact integers, which tells a reader nothing. */
const isBound = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 2 ** 53 - 1

function boundText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const bounds = [
    isBound(exclusiveMinimum) ? `> ${exclusiveMinimum}` : undefined,
    isBound(minimum) ? `>= ${minimum}` : undefined,
    isBound(exclusiveMaximum) ? `< ${exclusiveMaximum}` : undefined,
    isBound(maximum) ? `<= ${maximum}` : undefined,
  ].filter((text) => text !== undefined)
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`
}
