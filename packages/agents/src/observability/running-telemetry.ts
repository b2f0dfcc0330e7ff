/** The traces and metrics of a process, while they are sent. */
export interface Telemetry {
  /** Whether anything is sent. */
  readonly active: boolean
  /**
   * Sends what is left, waiting at most `limitMs` (5,000 if left out), and stops. Never throws: a collector that is absent or slow is
   * said once on the standard error output.
   */
  end(limitMs?: number): Promise<void>
}
