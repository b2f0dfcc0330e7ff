import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, posix } from 'node:path'
import { type CheckReport, endWith, problemReport } from './check-report.ts'
import { type FileImport, fileImports } from './file-imports.ts'
import { importCycles } from './import-cycles.ts'
import { type Layer, layerExceptions, layers } from './layers.ts'
import { sourceFiles } from './source-files.ts'

interface Manifest {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

interface Workspace {
  readonly folder: string
  readonly manifest: Manifest
  readonly layer: Layer
}

/** Tests and what only tests may import. */
const isTest = (file: string): boolean => /\.(test|fixture)\.tsx?$|\/src\/testing\//.test(file)
const isFixture = (specifier: string): boolean => /\.fixture\.tsx?$/.test(specifier)

/** Where tests may reach outside their workspace by a relative path. */
const testFolders = ['fixtures/', 'tools/']

/**
 * Checks every import of every workspace against the table of floors: nothing upward, nothing undeclared, no relative
 * path out of the workspace, nothing but the listed packages in pure code, no cycle between files. Tests are held to the
 * floors too; they alone may use development packages and, in pure code, builtins.
 */
export function layerReport(root: string): CheckReport {
  const problems: string[] = []
  const rootManifest = readManifest(join(root, 'package.json'))
  const folders = ['packages', 'apps'].flatMap((group) => workspaceFolders(root, group))
  const manifests = new Map(folders.map((folder) => [folder, readManifest(join(root, folder, 'package.json'))]))
  const ownPackages = new Map([...manifests].map(([folder, manifest]) => [manifest.name, folder]))
  for (const [folder, manifest] of manifests) {
    const layer = layers.find((row) => row.folder === folder)
    if (layer === undefined) problems.push(`${folder}: no floor is set for it; add it to tools/layers.ts`)
    else problems.push(...workspaceProblems(root, { folder, manifest, layer }, rootManifest, ownPackages))
  }
  return problemReport(problems)
}

function workspaceProblems(
  root: string,
  workspace: Workspace,
  rootManifest: Manifest,
  ownPackages: ReadonlyMap<string, string>,
): string[] {
  const problems: string[] = []
  const graph = new Map<string, string[]>()
  const files = sourceFiles(root, `${workspace.folder}/src`).filter((file) => /\.(ts|tsx|mts|js|mjs)$/.test(file))
  for (const file of files) {
    const edges: string[] = []
    graph.set(file, edges)
    for (const item of importsOf(root, file, problems)) {
      const problem = importProblem(item, file, workspace, rootManifest, ownPackages)
      if (problem !== undefined) problems.push(`${file}:${item.line}: ${problem}`)
      if (item.kind === 'import' && item.specifier?.startsWith('.')) edges.push(relativeTarget(file, item.specifier))
    }
  }
  return [
    ...problems,
    ...importCycles(graph).map((cycle) => `files import each other in a cycle: ${cycle.join(' → ')}`),
  ]
}

function importsOf(root: string, file: string, problems: string[]): FileImport[] {
  try {
    return fileImports(file, readFileSync(join(root, file), 'utf8'))
  } catch (error) {
    problems.push(`${file}: cannot be parsed: ${(error as Error).message}`)
    return []
  }
}

const relativeTarget = (file: string, specifier: string): string => posix.join(dirname(file), specifier)

function importProblem(
  item: FileImport,
  file: string,
  { folder, manifest, layer }: Workspace,
  rootManifest: Manifest,
  ownPackages: ReadonlyMap<string, string>,
): string | undefined {
  const { specifier } = item
  const pure = layer.onlyPackages !== undefined && !isTest(file)
  if (specifier === undefined) return pure ? 'an import that is not a plain string cannot be checked' : undefined
  if (item.kind === 'file' || specifier.startsWith('.')) {
    if (/^[a-z]+:/.test(specifier)) return undefined
    if (isFixture(specifier) && !isTest(file)) return `'${specifier}' is a fixture: only tests may import it`
    const target = relativeTarget(file, specifier)
    if (target.startsWith(`${folder}/`)) return undefined
    if (isTest(file) && (item.kind === 'file' || testFolders.some((allowed) => target.startsWith(allowed))))
      return undefined
    return `'${specifier}' leaves the workspace; import it by its package name`
  }
  if (isBuiltin(specifier))
    return pure ? `'${specifier}' is a Node builtin; this code runs in a browser too` : undefined
  const name = packageName(specifier)
  if (name === manifest.name) return `'${specifier}' is this workspace itself; use a relative path`
  const target = ownPackages.get(name)
  if (target !== undefined || name.startsWith('@tutti/')) {
    const problem = floorProblem(specifier, layer)
    if (problem !== undefined) return problem
  } else if (pure && !layer.onlyPackages.includes(name)) {
    return `'${specifier}' is not among the packages this code may use (${layer.onlyPackages.join(', ')})`
  }
  const declared = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies }
  const allowed = isTest(file)
    ? { ...declared, ...manifest.devDependencies, ...rootManifest.devDependencies }
    : declared
  if (!Object.hasOwn(allowed, name)) return `'${name}' is not a dependency in ${folder}/package.json`
  return undefined
}

function floorProblem(specifier: string, layer: Layer): string | undefined {
  const covers = (entry: string): boolean => specifier === entry || specifier.startsWith(`${entry}/`)
  const isException = layerExceptions.some(
    (exception) => exception.folder === layer.folder && exception.specifier === specifier,
  )
  if (isException) return undefined
  if (layer.mayImport.some(covers) && !layer.mayNotImport?.some(covers)) return undefined
  const allowed = layer.mayImport.length === 0 ? 'no workspace' : layer.mayImport.join(', ')
  return `'${specifier}' is not below ${layer.folder} (floor ${layer.floor}), which may import ${allowed}`
}

/** `@scope/name` or `name` of an import such as `@scope/name/entry`. */
function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function workspaceFolders(root: string, group: string): string[] {
  if (!existsSync(join(root, group))) return []
  return readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .toSorted()
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest
}

if (import.meta.main) endWith(layerReport(join(import.meta.dirname, '..')))
