import { Command } from 'commander'
import { productVersion } from '../compose.ts'
import {
  addAgentCore,
  addCalc,
  addMcp,
  addMemory,
  addOperations,
  addPrice,
  addRun,
  addRuns,
  addServe,
  addStart,
  addVerify,
  addWorkflows,
} from './commands/index.ts'

const examples = `
Examples:
  tutti start                                   the standard study
  tutti run asset-allocation --mandate mandate.yaml --market data
  tutti runs list
  tutti runs resume ID                          go on with an interrupted run
  tutti runs approve ID --by NAME               decide on one that waits
  tutti verify                                  analytics against references
  tutti calc NAME --input '{ … }'               one analytic
  tutti price portfolio.csv --market m.json     a portfolio, line by line
  tutti serve                                   HTTP, OpenAPI and MCP

Exit status:
  0 done                  1 a check says no        2 invalid input
  3 missing data          4 not applicable         5 unsupported
  6 not converged         7 infeasible             8 calculation failed
  9 not allowed          10 conflict              70 a fault of Tutti itself
  130 interrupted (Ctrl-C), 143 terminated: tutti runs resume goes on`

/** The command line: every command with its options and help. */
export function tuttiProgram(): Command {
  const program = new Command('tutti')
    .description('Analytics and decisions that an investment committee can check to the last figure.')
    .version(productVersion())
    .option('--debug', 'show where an error came from')
    .showHelpAfterError('Type the command with --help to see what it takes.')
    .addHelpText('after', examples)
    .exitOverride()
  for (const add of [
    addStart,
    addRun,
    addRuns,
    addWorkflows,
    addMemory,
    addVerify,
    addOperations,
    addCalc,
    addPrice,
    addServe,
    addMcp,
    addAgentCore,
  ])
    add(program)
  return program
}
