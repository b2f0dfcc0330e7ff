/** A parallel move of all yields: what it calls for in margin, and what pays for it. Base currency. */
export interface YieldMove {
  readonly shockBp: number
  /** Variation margin called by what runs already, thresholds left aside; negative where it is got back. */
  readonly fundCall: number
  /** What the sources that are cash within a day give after the move. */
  readonly available: number
  /** Variation margin called by one unit of each hedge instrument, in the order of the universe; 0 without margin. */
  readonly unitCalls: ArrayLike<number>
  /** Whether what a unit gains is paid to the fund as margin for certain: it is cleared, or dealt under annexes without threshold alone. */
  readonly returned: readonly boolean[]
}
