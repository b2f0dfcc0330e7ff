import { parseSync, Visitor } from 'oxc-parser'

export interface FileImport {
  /** What is written between the quotes; undefined where it is not a plain string. */
  readonly specifier: string | undefined
  /** `file` for a module loaded by `new URL('…', import.meta.url)`, `import` for each other form. */
  readonly kind: 'import' | 'file'
  readonly line: number
}

interface Literal {
  readonly type: string
  readonly value?: unknown
}

/**
 * Everything that a TypeScript file takes from elsewhere: static, dynamic and type imports, re-exports, `import('x')`
 * types, and files named by `new URL('…', import.meta.url)`. Throws with the parser's message when it is not valid.
 */
export function fileImports(name: string, text: string): FileImport[] {
  const { program, errors } = parseSync(name, text)
  const first = errors[0]
  if (first !== undefined) throw new SyntaxError(first.message)
  const found: FileImport[] = []
  const add = (kind: FileImport['kind'], source: Literal | null | undefined, start: number): void => {
    if (source === null || source === undefined) return
    const specifier = source.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined
    found.push({ specifier, kind, line: text.slice(0, start).split('\n').length })
  }
  new Visitor({
    ImportDeclaration: (node) => add('import', node.source, node.start),
    ExportAllDeclaration: (node) => add('import', node.source, node.start),
    ExportNamedDeclaration: (node) => add('import', node.source, node.start),
    ImportExpression: (node) => add('import', node.source, node.start),
    TSImportType: (node) => add('import', node.source, node.start),
    NewExpression: (node) => {
      const [source, base] = node.arguments
      const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL'
      if (isUrl && base !== undefined && text.slice(base.start, base.end) === 'import.meta.url') {
        add('file', source, node.start)
      }
    },
  }).visit(program)
  return found
}
