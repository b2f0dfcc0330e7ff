export * from './latin-hypercube.ts'
export * from './saltelli-design.ts'
export * from './sobol-design.ts'
export * from './sobol-indices.ts'
