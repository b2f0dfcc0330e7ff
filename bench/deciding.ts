// The benchmark of deciding and explaining: portfolios, pairs, fits, simulations and attributions against scipy, statsmodels,
// scikit-learn, cvxopt and numpy on the same inputs in one run, one thread each.
// Answers are compared first; nothing is timed that disagrees. `--rounds N`, `--only JOB,…`, `--save` writes the record.
import { runBenchmark } from './comparison/comparison.ts'
import { rivalPrograms } from './comparison/rival-programs.ts'
import { attributionJob } from './deciding/attribution.ts'
import { cointegrationJobs } from './deciding/cointegration.ts'
import { covarianceJobs } from './deciding/covariance.ts'
import { garchJob } from './deciding/garch-fits.ts'
import { meanVarianceJob } from './deciding/mean-variance.ts'
import { minimumCvarJob } from './deciding/minimum-cvar.ts'
import { rivalCommands } from './deciding/rival-commands.ts'
import { riskBudgetJobs } from './deciding/risk-budgets.ts'
import { simulationJob } from './deciding/simulation.ts'

runBenchmark({
  name: 'deciding',
  jobs: () => [
    meanVarianceJob(),
    minimumCvarJob(),
    ...riskBudgetJobs(),
    ...cointegrationJobs(),
    garchJob(),
    simulationJob(),
    attributionJob(),
    ...covarianceJobs(),
  ],
  programs: () => rivalPrograms(rivalCommands),
  peers:
    'numpy 1.24.2, scipy 1.10.1, statsmodels 0.13.5, scikit-learn 1.2.1, cvxopt 1.3.0, OpenBLAS 0.3.21 (Debian 12)',
})
