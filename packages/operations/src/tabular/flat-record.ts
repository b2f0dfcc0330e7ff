/**
 * The leaves of a JSON value by path: `{a: {b: [1, 2]}}` is `a.b[0]` 1 and `a.b[1]` 2. An empty list or object is a leaf,
 * written as JSON.
 */
export function flatRecord(value: unknown, path = ''): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  collect(value, path, fields)
  return fields
}

function collect(value: unknown, path: string, fields: Record<string, string>): void {
  if (Array.isArray(value) && value.length > 0) {
    value.forEach((item: unknown, i) => collect(item, `${path}[${i}]`, fields))
  } else if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) collect(item, path === '' ? key : `${path}.${key}`, fields)
  } else if (value !== undefined) {
    fields[path === '' ? 'value' : path] = typeof value === 'string' ? value : JSON.stringify(value)
  }
}
