/** Runs a stage so that a finished one is not run again after a crash: its result is read back. Results are plain JSON data. */
export interface DurableSteps {
  run<T>(name: string, stage: () => Promise<T>): Promise<T>
}
