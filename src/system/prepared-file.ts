import { startTimeOf } from './process-identity.js'

/** Under which name this process writes a file before it puts it in place whole. */
export const preparedName = (file: string): string => `${file}.${process.pid}.new`

/** Whether a live process is about to put a file of that name in place. */
export function isBeingPrepared(name: string): boolean {
  const [, writer] = /\.(\d+)\.new$/.exec(name) ?? []
  return writer !== undefined && startTimeOf(Number(writer)) !== null
}
