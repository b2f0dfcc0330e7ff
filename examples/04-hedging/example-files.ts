import { marketFiles } from './market-files.ts'
import { fundFiles } from './simulated-fund.ts'
import { simulatedMarket } from './simulated-market.ts'

/** Every generated file of this example: text by path inside the folder. */
export function exampleFiles(): Map<string, string> {
  const market = simulatedMarket()
  const inFolder = [...marketFiles(market)].map(([file, text]) => [`market/${file}`, text] as const)
  return new Map([...inFolder, ...fundFiles(market)])
}
