import type { Verification } from '../history/verify/verify-session.js'
import type { Colors } from './terminal.js'
import { wrap } from './wrap.js'

/** So many differences are shown of each; the JSON has them all. */
const SHOWN = 5

/** What a verification found, for the terminal. */
export function verifyText({ id, kind, sessionId, checks, isSame }: Verification, colors: Colors): string {
  const marks = { same: colors.green('✔'), different: colors.red('✖'), unknown: colors.yellow('?') }
  const lines = checks.flatMap(({ subject, outcome, says, differences }) => [
    wrap('  · ', `${subject}: ${says}`).replace('·', marks[outcome]),
    ...differences
      .slice(0, SHOWN)
      .map(({ at, stored, found }) => wrap('      ', `${at}: recorded ${shown(stored)}, found ${shown(found)}`)),
    ...(differences.length > SHOWN ? [`      and ${differences.length - SHOWN} more: see --json`] : []),
  ])
  const different = checks.filter(({ outcome }) => outcome === 'different').length
  const unknown = checks.filter(({ outcome }) => outcome === 'unknown').length
  const conclusion = isSame
    ? checks.length === 0
      ? 'Nothing was tried, so there is nothing to verify.'
      : 'Same: everything comes out as it is recorded.'
    : [
        different > 0 && `${different} of ${checks.length} come out differently`,
        unknown > 0 && `${unknown} of ${checks.length} cannot be checked any more`,
      ]
        .filter(Boolean)
        .join('; ')
  const of = {
    session: `Session ${id}`,
    optimization: `Optimization ${id} of session ${sessionId}`,
    comparison: `Comparison ${id}`,
  }[kind]
  return [colors.bold(of), ...lines, conclusion].join('\n')
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value)).slice(0, 120)
