export type { ConvexObjective } from './convex-objective.ts'
export { crowdingDistance } from './crowding-distance.ts'
export { evolvedFront } from './evolved-front.ts'
export type { BlackBoxProblem, EvolvedFront, EvolvedPoint, Evaluation, SearchPlan } from './evolved-front.ts'
export { frontChoice, tradeOffs } from './front-choice.ts'
export type { ChoiceRule, FrontChoice, TradeOff } from './front-choice.ts'
export { frontGap } from './front-gap.ts'
export type { FrontGap } from './front-gap.ts'
export { hypervolume } from './hypervolume.ts'
export { integratedRecommendations } from './integrated-recommendations.ts'
export type {
  DisputedAsset,
  IntegratedRecommendations,
  IntegrationRule,
  Recommendation,
  ServedRecommendation,
} from './integrated-recommendations.ts'
export { nonDominatedRows, nonDominatedSort } from './non-dominated-sort.ts'
export type { DominanceLayers } from './non-dominated-sort.ts'
export { minimisedTable } from './objective-table.ts'
export type { ObjectiveTable, Sense } from './objective-table.ts'
export { paretoFrontier } from './pareto-frontier.ts'
export type { ParetoFrontier, ParetoPoint } from './pareto-frontier.ts'
export { portfolioSearch } from './portfolio-search.ts'
export type { FoundPortfolio, GeneralObjective, HoldingForm, PortfolioSearch } from './portfolio-search.ts'
export { dominanceProbabilities, simulatedPlaces } from './uncertain-alternatives.ts'
export type { PlaceUncertainty, SimulatedFigure, SimulatedPlaces } from './uncertain-alternatives.ts'
