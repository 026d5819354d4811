import { messageOf, TunewrightError } from '../../model/errors.js'
import type { Logger } from '../../model/services.js'

export type CheckName =
  | 'node'
  | 'git'
  | 'machine'
  | 'state'
  | 'browser'
  | 'store'
  | 'pictures'
  | 'ports'
  | 'project'
  | 'dependencies'
  | 'left-overs'

/** `missing`: needed, and not there. `warning`: it works, but not as well as it could. */
export type CheckStatus = 'ok' | 'warning' | 'missing'

export interface CheckResult {
  readonly status: CheckStatus
  /** What was found, as a phrase. */
  readonly found: string
  /** What to do, where there is something to do. */
  readonly remedy?: string
  /** The same for programs. */
  readonly details: Readonly<Record<string, unknown>>
}

export interface DoctorContext {
  /** The project's folder: absolute, and with links resolved where it is there. */
  readonly folder: string
  /** Whether it was named, or is just where the command was given. */
  readonly named: boolean
  readonly logger: Logger
}

export interface Check {
  readonly name: CheckName
  readonly title: string
  run(context: DoctorContext): Promise<CheckResult>
}

/** Longer than any part takes that works (ms): one that hangs must not keep the others from being looked at. */
const PATIENCE = 90_000

/** Carries one check out. What it throws, or that it does not end, is its result. */
export async function carryOut(check: Check, context: DoctorContext): Promise<CheckResult> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<CheckResult>(resolve => {
    timer = setTimeout(
      () =>
        resolve({
          status: 'missing',
          found: `it did not answer within ${PATIENCE / 1_000} s`,
          remedy: 'Try again when the machine is quiet, with --debug.',
          details: { timedOut: true },
        }),
      PATIENCE,
    )
  })
  try {
    return await Promise.race([check.run(context), late])
  } catch (error) {
    return {
      status: 'missing',
      found: messageOf(error),
      remedy: error instanceof TunewrightError ? error.remedy : 'This was not foreseen: please report it.',
      details: error instanceof TunewrightError ? { code: error.code, ...error.details } : {},
    }
  } finally {
    clearTimeout(timer)
  }
}
