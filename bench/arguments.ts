import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { messageOf, TunewrightError } from '../src/model/errors.js'
import type { Bench } from './row.js'

export interface BenchArguments {
  /** null: the benches are to be listed. */
  readonly bench: Bench | null
  readonly json: boolean
  readonly data: string | null
  /** Values of the bench's own options. */
  readonly said: Readonly<Record<string, string>>
}

const wrong = (message: string, remedy: string, cause?: unknown): TunewrightError =>
  new TunewrightError('INPUT_INVALID', message, { remedy, cause, state: 'Nothing was measured.' })

/** @throws TunewrightError INPUT_INVALID for what is not `NAME [--json] [--data DIR]`, with options that the bench takes */
export const readArguments = (given: readonly string[], benches: readonly Bench[]): BenchArguments => {
  const names = benches.map(bench => bench.name).join(', ')
  const usage = `Use \`npm run bench -- NAME [--json] [--data DIR]\`, NAME being one of ${names}.`
  const { own, json = false, data, positionals } = parse(given, benches, usage)
  const [name, ...more] = positionals
  if (more.length > 0) throw wrong(`One bench at a time: ${positionals.join(', ')} are ${positionals.length}.`, usage)
  if (name === undefined) {
    if (json || data !== undefined || own.length > 0) throw wrong('There is no bench of no name.', usage)
    return { bench: null, json: false, data: null, said: {} }
  }
  const bench = benches.find(one => one.name === name)
  if (bench === undefined) throw wrong(`There is no bench \`${name}\`.`, usage)
  const takes = Object.keys(bench.takes ?? {})
  for (const [option] of own)
    if (!takes.includes(option)) throw wrong(`The bench \`${name}\` takes no --${option}.`, `Leave out --${option}.`)
  return {
    bench,
    json,
    data: data === undefined ? null : dataFolder(data, bench),
    said: Object.fromEntries(own),
  }
}

const parse = (given: readonly string[], benches: readonly Bench[], usage: string) => {
  const own = new Set(benches.flatMap(({ takes }) => Object.keys(takes ?? {})))
  const options: NonNullable<ParseArgsConfig['options']> = {
    json: { type: 'boolean' },
    data: { type: 'string' },
    ...Object.fromEntries([...own].map(name => [name, { type: 'string' } as const])),
  }
  try {
    const { values, positionals } = parseArgs({ args: [...given], allowPositionals: true, options })
    return {
      positionals,
      json: values.json as boolean | undefined,
      data: values.data as string | undefined,
      own: Object.entries(values).filter(([name]) => own.has(name)) as [string, string][],
    }
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
