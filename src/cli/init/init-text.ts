import path from 'node:path'
import { printable } from '../../report/printable.js'
import type { Colors } from '../terminal.js'
import { wrapped } from '../wrapped.js'
import type { InitDone } from './init-folder.js'

/** What was found and how it is known, and what became of the file. @param width columns of the terminal */
export function initText({ found, problem, written }: InitDone, colors: Colors, width: number): string {
  const widest = Math.max(0, ...found.map(({ what }) => what.length))
  const rows = found.flatMap(({ what, value, because }) => [
    ...wrapped(printable(value), { width, first: `  ${what.padEnd(widest)}  `, rest: ' '.repeat(widest + 4) }),
    ...wrapped(printable(because), { width, first: ' '.repeat(widest + 4), rest: ' '.repeat(widest + 4) }).map(
      colors.dim,
    ),
  ])
  const head = problem === null ? colors.bold('Found') : colors.bold('Nothing found')
  const body = problem === null ? rows : wrapped(printable(problem), { width, first: '  ', rest: '  ' })
  return ['', head, ...body, '', ...(written ? outcome(written, problem === null, width) : []), ''].join('\n')
}

function outcome({ file, replaced }: NonNullable<InitDone['written']>, found: boolean, width: number): string[] {
  const next = found
    ? 'What was found is active in it, the rest is there as comments. Next: tunewright analyze'
    : 'Nothing is active in it: say in target.serve how the project is served. Next: tunewright analyze'
  return [
    ...replaced.map(({ name, now }) => `Replaced ${name}, which is now ${now}.`),
    `Written  ${path.relative(process.cwd(), file) || file}`,
    ...wrapped(next, { width }),
  ]
}
