import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { messageOf, TunewrightError } from '../src/model/errors.js'
import type { Bench } from './row.js'

export interface BenchArguments {
  /** null: the benches are to be listed. */
  readonly bench: Bench | null
  readonly json: boolean
  readonly data: string | null
}

const wrong = (message: string, remedy: string, cause?: unknown): TunewrightError =>
  new TunewrightError('INPUT_INVALID', message, { remedy, cause, state: 'Nothing was measured.' })

/** @throws TunewrightError INPUT_INVALID for what is not `NAME [--json] [--data DIR]` */
export const readArguments = (given: readonly string[], benches: readonly Bench[]): BenchArguments => {
  const names = benches.map(bench => bench.name).join(', ')
  const usage = `Use \`npm run bench -- NAME [--json] [--data DIR]\`, NAME being one of ${names}.`
  const { values, positionals } = parse(given, usage)
  const [name, ...more] = positionals
  if (more.length > 0) throw wrong(`One bench at a time: ${positionals.join(', ')} are ${positionals.length}.`, usage)
  if (name === undefined) {
    if (values.json || values.data !== undefined) throw wrong('There is no bench of no name.', usage)
    return { bench: null, json: false, data: null }
  }
  const bench = benches.find(one => one.name === name)
  if (bench === undefined) throw wrong(`There is no bench \`${name}\`.`, usage)
  return { bench, json: values.json ?? false, data: values.data === undefined ? null : dataFolder(values.data, bench) }
}

const parse = (given: readonly string[], usage: string) => {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, data: { type: 'string' } },
    })
  } catch (error) {
    throw wrong(messageOf(error).split('. ')[0]!, usage, error)
  }
}

const dataFolder = (given: string, bench: Bench): string => {
  if (bench.data === null) throw wrong(`The bench \`${bench.name}\` takes no data.`, 'Leave out --data.')
  const folder = path.resolve(given)
  if (given === '' || !existsSync(folder) || !statSync(folder).isDirectory())
    throw wrong(`--data ${given} is not a folder.`, `Name ${bench.data}.`)
  return folder
}
