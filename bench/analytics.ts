// The analytics benchmark: batch jobs and single pricings against QuantLib (C++), numpy and scipy on the same inputs in one run.
// Answers are compared first; nothing is timed that disagrees. `--rounds N`, `--only JOB,…`, `--save` writes the record.
import { batchJobs } from './analytics/batch-jobs.ts'
import { rivalCommands } from './analytics/rival-commands.ts'
import { singlePricings } from './analytics/single-pricings.ts'
import { runBenchmark } from './comparison/comparison.ts'
import { rivalPrograms } from './comparison/rival-programs.ts'

runBenchmark({
  name: 'analytics',
  jobs: () => [...batchJobs(), ...singlePricings()],
  programs: () => rivalPrograms(rivalCommands),
  peers: 'QuantLib 1.29, numpy 1.24.2, scipy 1.10.1 (Debian 12)',
})
