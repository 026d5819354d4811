import { messageOf, TunewrightError } from '../model/errors.js'
import { printable } from '../report/printable.js'
import { EXIT, type ExitCode } from './exit-code.js'
import type { Colors } from './terminal.js'

/** An error for people: what happened, the state of their things, and what to do. A stack only where it is asked for. */
export function errorText(thrown: unknown, colors: Colors, debug: boolean): string {
  // What is wrong in several places says so on a line for each.
  const said = messageOf(thrown)
    .split('\n')
    .map(line => `${line.match(/^ */)?.[0] ?? ''}${printable(line)}`)
  const head = `${colors.red('Error:')} ${said.join('\n').trim()}`
  const lines = thrown instanceof TunewrightError ? [head, ...explanation(thrown, colors)] : [head, ...unexpected]
  return debug && thrown instanceof Error ? [...lines, '', stackOf(thrown)].join('\n') : lines.join('\n')
}

function explanation(error: TunewrightError, colors: Colors): string[] {
  const output = error.details.output
  return [
    ...(typeof output === 'string' && output.trim() !== ''
      ? lastLines(output).map(line => colors.dim(`  ${line}`))
      : []),
    error.state,
    `${colors.bold('What to do:')} ${error.remedy}`,
    colors.dim(`(${error.code})`),
  ]
}

const unexpected = [
  'This was not foreseen. Your project was not changed: the work is done in a private copy.',
  'Run the command again with --debug and report what it prints.',
]

const LAST_LINES = 15

const lastLines = (output: string): string[] => output.trimEnd().split('\n').slice(-LAST_LINES).map(printable)

function stackOf(error: Error): string {
  const cause =
    error.cause === undefined
      ? ''
      : `\nCaused by: ${error.cause instanceof Error ? stackOf(error.cause) : String(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

/** The exit code that fits an error. */
export function exitCodeOf(thrown: unknown): ExitCode {
  if (!(thrown instanceof TunewrightError)) return EXIT.failed
  if (thrown.code === 'CANCELLED') return EXIT.interrupted
  const isInput = ['INPUT_INVALID', 'TARGET_NOT_FOUND', 'TARGET_UNSUPPORTED', 'UNSAFE_ENVIRONMENT'].includes(
    thrown.code,
  )
  return isInput ? EXIT.badInput : EXIT.failed
}
