export * from './costs-and-liquidity.ts'
export * from './schedules.ts'
export * from './trajectories.ts'
