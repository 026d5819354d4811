import { redact, redactText } from './redaction/index.js'

/** The stages at which something can go wrong, as a prefix of each code. */
export type ErrorCode =
  | 'INPUT_INVALID' // a configuration, manifest, condition or argument that cannot be used
  | 'TARGET_NOT_FOUND' // no such folder, target, session or optimizer
  | 'TARGET_UNSUPPORTED' // a project whose form is not handled, with the reason
  | 'BUILD_FAILED'
  | 'SERVE_FAILED'
  | 'TESTS_FAILED' // the target's own tests fail before anything was changed
  | 'BROWSER_MISSING'
  | 'BROWSER_FAILED'
  | 'PAGE_BROKEN' // a page that crashes, never ends or paints nothing
  | 'STORE_FAILED'
  | 'DISK_FULL'
  | 'JOURNAL_BROKEN'
  | 'JOURNAL_NEWER' // written by a newer version: left alone
  | 'CLONE_FAILED'
  | 'CHANGE_REFUSED' // an edit outside the clone, or one that cannot be undone
  | 'STRATEGY_FAILED'
  | 'PREREQUISITE_UNMET'
  | 'NOTHING_APPLIES' // no strategy's conditions hold, or all were tried
  | 'POLICY_DENIED'
  | 'UNSAFE_ENVIRONMENT' // e.g. a database URL that is not loopback
  | 'BUSY' // another session holds the target
  | 'CANCELLED'

/** An error that people can act on: what happened, that nothing was lost, and what to do next. */
export class TunewrightError extends Error {
  override readonly name = 'TunewrightError'
  readonly code: ErrorCode
  /** What to do next, as a sentence. */
  readonly remedy: string
  /** What the state of the user's things is now, as a sentence. */
  readonly state: string
  /** Structured details (paths, values, output tails); never secrets: they are taken out here, as in every text of an error. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { remedy: string; state?: string; details?: Record<string, unknown>; cause?: unknown },
  ) {
    super(redactText(message), options.cause === undefined ? undefined : { cause: withoutSecrets(options.cause) })
    this.code = code
    this.remedy = redactText(options.remedy)
    this.state = redactText(options.state ?? 'Nothing was changed.')
    this.details = redact(options.details ?? {})
  }
}

/** A cause that tells a secret (a driver's, of its connection string; git's, of a remote) is kept as what is left of it. */
function withoutSecrets(cause: unknown): unknown {
  if (typeof cause === 'string') return redactText(cause)
  if (!(cause instanceof Error) || cause instanceof TunewrightError) return cause
  const fields = Object.entries(cause)
  const told = [
    cause.message,
    cause.stack ?? '',
    ...fields.map(([, value]) => (typeof value === 'string' ? value : '')),
  ]
  const inner = withoutSecrets(cause.cause)
  if (inner === cause.cause && told.every(text => redactText(text) === text)) return cause
  const copy = new Error(redactText(cause.message), inner === undefined ? undefined : { cause: inner })
  copy.name = cause.name
  copy.stack = redactText(cause.stack ?? '')
  return Object.assign(copy, redact(Object.fromEntries(fields)))
}

/** The message of anything thrown, which need not be an error, nor anything that can be shown. */
export const messageOf = (thrown: unknown): string => {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'something that cannot be shown was thrown'
  }
}
