import { z } from 'zod'

/** The keys that a schema knows at a key path of the value; none where anything may stand, or where nothing is known. */
export function knownKeys(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at = [schema]
  for (const key of path) at = at.flatMap(unwrapped).flatMap((each) => childrenOf(each, key))
  return [
    ...new Set(at.flatMap(unwrapped).flatMap((each) => (each instanceof z.ZodObject ? Object.keys(each.shape) : []))),
  ]
}

/** What stands inside defaults, options and alternatives. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(unwrapped)
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in)
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable
  )
    return unwrapped(schema.def.innerType)
  return [schema]
}

function childrenOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? [schema.shape[String(key)]] : []
  if (schema instanceof z.ZodRecord) return [schema.def.valueType]
  if (schema instanceof z.ZodArray) return [schema.def.element]
  return []
}
