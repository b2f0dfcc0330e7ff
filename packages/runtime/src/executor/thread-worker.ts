/** The entry of a worker thread: answers each `PassRequest` with one `PassReply`. */
import { parentPort } from 'node:worker_threads'
import { errorMessage } from './error-message.ts'
import { preparedKernel } from './load-kernel.ts'
import { finishShard, stopMap, takeShard } from './map-control.ts'
import type { PassReply, PassRequest } from './thread-messages.ts'

async function pass(request: PassRequest): Promise<PassReply> {
  const { control, thread } = request
  let shard = -1
  try {
    const run = await preparedKernel(request.kernel, request.job)
    for (shard = takeShard(control, thread); shard >= 0; shard = takeShard(control, thread)) {
      run(shard)
      finishShard(control, shard)
    }
    return { kind: 'finished' }
  } catch (thrown) {
    stopMap(control)
    return { kind: 'failed', shard: shard < 0 ? undefined : shard, error: errorMessage(thrown) }
  }
}

parentPort!.on('message', (request: PassRequest) => {
  void pass(request).then((reply) => parentPort!.postMessage(reply))
})
