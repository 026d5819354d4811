import { printable } from '../../report/printable.js'
import type { Colors } from '../terminal.js'
import { wrapped } from '../wrapped.js'
import type { CheckResult, CheckStatus } from './check.js'

const MARKS: Record<CheckStatus, readonly [string, 'green' | 'yellow' | 'red']> = {
  ok: ['✔', 'green'],
  warning: ['!', 'yellow'],
  missing: ['✖', 'red'],
}

const WIDEST_TITLE = 12

/** One part: its mark, what was found, and what to do below it. @param width columns of the terminal */
export function checkText(
  title: string,
  { status, found, remedy }: CheckResult,
  colors: Colors,
  width: number,
): string {
  const [mark, color] = MARKS[status]
  const rest = ' '.repeat(WIDEST_TITLE + 6)
  const [first = '', ...more] = wrapped(printable(found), { width, first: rest, rest })
  const head = `  ${colors[color](mark)} ${title.padEnd(WIDEST_TITLE)}  ${first.trimStart()}`
  const advice =
    remedy === undefined ? [] : wrapped(`→ ${printable(remedy)}`, { width, first: rest, rest: `${rest}  ` })
  return [head, ...more, ...advice.map(line => (status === 'ok' ? colors.dim(line) : line))].join('\n')
}

export function conclusion(results: readonly CheckResult[], colors: Colors): string {
  const count = (wanted: CheckStatus): number => results.filter(({ status }) => status === wanted).length
  const [missing, warnings] = [count('missing'), count('warning')]
  const said =
    missing > 0
      ? colors.red(`${missing} of ${results.length} ${missing === 1 ? 'part is' : 'parts are'} missing.`)
      : colors.green('Everything needed is there.')
  return `\n${said}${warnings > 0 ? ` ${warnings} could be better.` : ''}\n`
}
