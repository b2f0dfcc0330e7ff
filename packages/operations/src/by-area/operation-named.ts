import { areaOperations } from '../catalogue/area-operations.ts'
import type { Operation } from '../catalogue/operation.ts'

/**
 * The operation of that name, of which its area alone is loaded. Throws `unsupported`, naming the closest ones, where there is
 * none.
 */
export async function operationNamed(name: string): Promise<Operation> {
  const inArea = await areaOperations([name.split('/')[0]])
  return inArea.find((operation) => operation.name === name) ?? (await import('../catalogue/index.ts')).operation(name)
}
