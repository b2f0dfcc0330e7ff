/** One row of the table of floors. */
export interface Layer {
  /** Workspace folder, from the root. */
  readonly folder: string
  readonly floor: number
  /** Workspaces it may import: a package name with all its entries, or one entry such as `@tutti/runtime/keys`. */
  readonly mayImport: readonly string[]
  /** Entries that it may not import although `mayImport` covers them. */
  readonly mayNotImport?: readonly string[]
  /** Set where the code must run alike in Node, a worker and a browser: these packages and no builtins, ever. */
  readonly onlyPackages?: readonly string[]
}

/** The floors of the house, lowest first. Imports go down only. */
export const layers: readonly Layer[] = [
  { folder: 'packages/analytics', floor: 0, mayImport: [], onlyPackages: ['highs', 'ml-matrix'] },
  { folder: 'packages/runtime', floor: 0, mayImport: [] },
  { folder: 'packages/market', floor: 1, mayImport: ['@tutti/analytics'] },
  { folder: 'packages/operations', floor: 2, mayImport: ['@tutti/analytics', '@tutti/market'] },
  { folder: 'packages/workflows', floor: 3, mayImport: ['@tutti/analytics', '@tutti/market', '@tutti/operations'] },
  {
    folder: 'packages/agents',
    floor: 4,
    mayImport: ['@tutti/analytics', '@tutti/runtime', '@tutti/market', '@tutti/operations', '@tutti/workflows'],
    mayNotImport: ['@tutti/runtime/aws'],
  },
  { folder: 'packages/reports', floor: 4, mayImport: ['@tutti/workflows'] },
  {
    folder: 'apps/tutti',
    floor: 5,
    mayImport: [
      '@tutti/analytics',
      '@tutti/runtime',
      '@tutti/market',
      '@tutti/operations',
      '@tutti/workflows',
      '@tutti/agents',
      '@tutti/reports',
    ],
  },
]

/** Imports that the table refuses and that are right all the same, each with its reason. */
export const layerExceptions: readonly { folder: string; specifier: string; reason: string }[] = [
  {
    folder: 'packages/runtime',
    specifier: '@tutti/analytics/errors',
    reason: 'one error class for the whole project; it has no finance in it and lives on the same floor',
  },
  {
    folder: 'packages/reports',
    specifier: '@tutti/analytics/errors',
    reason: 'one error class for the whole project',
  },
]
