import {
  bivariateNormal,
  choleskyOperation,
  nearestCorrelationOperation,
  normalDistribution,
  normalQuantileOperation,
} from './distributions.ts'
import { philox } from './philox.ts'
import {
  brownianBridgeOperation,
  discrepancyOperation,
  haltonPointsOperation,
  mersenneTwister,
  sobolPointsOperation,
} from './sequences.ts'

export {
  bivariateNormal,
  brownianBridgeOperation,
  choleskyOperation,
  discrepancyOperation,
  haltonPointsOperation,
  mersenneTwister,
  nearestCorrelationOperation,
  normalDistribution,
  normalQuantileOperation,
  philox,
  sobolPointsOperation,
}
