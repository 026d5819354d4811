import { errorText } from '../src/cli/error-text.js'
import { EXIT } from '../src/cli/exit-code.js'
import { openTerminal } from '../src/cli/terminal.js'
import { TunewrightError } from '../src/model/errors.js'
import { readArguments } from './arguments.js'
import { BENCHES } from './benches.js'
import { columns, readable } from './table.js'

/** `npm run bench -- NAME [--json] [--data DIR]`, and what options the bench takes. It succeeds where the bench ran, whatever it found. */
const terminal = openTerminal({ color: true })
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

const describe = ({ name, title, data, takes = {} }: (typeof BENCHES)[number]): string[] => {
  const options = Object.entries({ ...(data === null ? {} : { data }), ...takes }).map(
    ([at, what]) => `--${at}: ${what}`,
  )
  return [name, options.length === 0 ? title : `${title} (${options.join('; ')})`]
}

try {
  const { bench, json, data, said } = readArguments(process.argv.slice(2), BENCHES)
  if (bench === null) terminal.print(columns(BENCHES.map(describe)))
  else {
    const progress = (message: string): void => void terminal.progress.write(`${message}\n`)
    const result = await bench.run({ data, said, signal: stopping.signal, progress })
    // What explains the rows is not lost for those who asked for rows alone.
    if (json) for (const note of result.notes) progress(note)
    terminal.print(json ? JSON.stringify(result.rows) : readable(bench.title, result))
  }
} catch (error) {
  terminal.progress.write(`${errorText(error, terminal.progressColors, false)}\n`)
  process.exitCode = stopping.signal.aborted
    ? EXIT.interrupted
    : error instanceof TunewrightError && error.code === 'INPUT_INVALID'
      ? EXIT.badInput
      : EXIT.failed
}
