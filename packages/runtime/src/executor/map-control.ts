/**
 * The shared bookkeeping of one pass over the shards of a map. Threads pull positions from one counter; a position is
 * the shard itself in the first pass, and an index into `order` in a pass that repeats the shards of dead threads.
 */
export interface MapControl {
  /** Int32 cells: next position, finished shards, stop flag, then the shard each thread is in (-1 for none). */
  readonly cells: Int32Array<SharedArrayBuffer>
  /** One byte a shard, 1 once it is finished. */
  readonly finished: Uint8Array<SharedArrayBuffer>
  /** The shards of this pass, or undefined for all of them. */
  readonly order: Int32Array<SharedArrayBuffer> | undefined
}

const nextCell = 0
const doneCell = 1
const stopCell = 2
const firstThreadCell = 3

/** Bookkeeping for a first pass over `shards` shards by up to `threads` threads. */
export function mapControl(shards: number, threads: number): MapControl {
  const cells = new Int32Array(new SharedArrayBuffer(4 * (firstThreadCell + threads)))
  cells.fill(-1, firstThreadCell)
  return { cells, finished: new Uint8Array(new SharedArrayBuffer(shards)), order: undefined }
}

/** The next pass: only the shards that no thread finished; undefined when all are finished. Not for use while threads run. */
export function repeatPass(control: MapControl): MapControl | undefined {
  const lost: number[] = []
  for (let shard = 0; shard < control.finished.length; shard++) if (control.finished[shard] === 0) lost.push(shard)
  if (lost.length === 0) return undefined
  const order = new Int32Array(new SharedArrayBuffer(4 * lost.length))
  order.set(lost)
  control.cells[nextCell] = 0
  return { ...control, order }
}

/** Takes the next shard for `thread`, or -1 when none is left or the map was stopped. */
export function takeShard(control: MapControl, thread: number): number {
  const total = control.order === undefined ? control.finished.length : control.order.length
  let shard = -1
  if (Atomics.load(control.cells, stopCell) === 0) {
    const position = Atomics.add(control.cells, nextCell, 1)
    if (position < total) shard = control.order === undefined ? position : control.order[position]
  }
  Atomics.store(control.cells, firstThreadCell + thread, shard)
  return shard
}

/** Marks a shard as finished. */
export function finishShard(control: MapControl, shard: number): void {
  Atomics.store(control.finished, shard, 1)
  Atomics.add(control.cells, doneCell, 1)
}

/** Tells all threads to take no further shard; shards already taken are finished. */
export function stopMap(control: MapControl): void {
  Atomics.store(control.cells, stopCell, 1)
}

/** True once the map was stopped. */
export function isStopped(control: MapControl): boolean {
  return Atomics.load(control.cells, stopCell) !== 0
}

/** Number of shards finished so far. */
export function shardsDone(control: MapControl): number {
  return Atomics.load(control.cells, doneCell)
}

/** The shard that `thread` was in last, or -1. */
export function shardOfThread(control: MapControl, thread: number): number {
  return Atomics.load(control.cells, firstThreadCell + thread)
}
