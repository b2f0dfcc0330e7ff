export { semidefiniteFactor } from '../math/index.ts'
