import { stripVTControlCharacters } from 'node:util'
import picocolors from 'picocolors'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Where results and progress go, and what the terminal can show. */
export interface Terminal {
  /** Results, for people and programs: the standard output. */
  print(text: string): void
  /** Progress, warnings and errors: the standard error. */
  readonly progress: NodeJS.WriteStream
  /** Colours of the standard output, and of the standard error. */
  readonly colors: Colors
  readonly progressColors: Colors
  /** Whether progress may redraw its last line. */
  readonly isLive: boolean
  /** Whether somebody sits there who can be asked. */
  readonly canAsk: boolean
  /** Columns of the terminal that shows progress. */
  width(): number
}

type Environment = Readonly<Record<string, string | undefined>>

/** https://no-color.org: present and not empty turns colours off, whatever the value. */
function hasColor(stream: { isTTY?: boolean }, allowed: boolean, environment: Environment): boolean {
  if (!allowed || environment.NO_COLOR) return false
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0'
  return stream.isTTY === true && environment.TERM !== 'dumb'
}

/** @param options.color false for `--no-color` */
export function openTerminal(options: { color: boolean }, environment: Environment = process.env): Terminal {
  const { stdout, stderr } = process
  return {
    print: text => {
      stdout.write(`${text}\n`)
    },
    progress: stderr,
    colors: picocolors.createColors(hasColor(stdout, options.color, environment)),
    progressColors: picocolors.createColors(hasColor(stderr, options.color, environment)),
    isLive: stderr.isTTY === true && !environment.CI && environment.TERM !== 'dumb',
    canAsk: process.stdin.isTTY === true && stderr.isTTY === true && !environment.CI && environment.TERM !== 'dumb',
    width: () => stderr.columns || 80,
  }
}

const isWide = (character: string): boolean =>
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(
    character,
  )

/** Cuts plain text to a number of columns, with an ellipsis. */
export function truncate(text: string, columns: number): string {
  let used = 0
  let cut = ''
  for (const character of stripVTControlCharacters(text)) {
    used += isWide(character) ? 2 : 1
    if (used > columns - 1) return `${cut.trimEnd()}…`
    cut += character
  }
  return cut
}
