import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.js'
import type { Bench } from './row.js'

const bench = (name: string, data: string | null, takes?: Bench['takes']): Bench => ({
  name,
  title: name,
  data,
  ...(takes && { takes }),
  run: async () => ({ rows: [], notes: [] }),
})
const BENCHES = [bench('image', 'a folder of pictures'), bench('bundle', null, { only: 'names' })]
const read = (...given: string[]) => readArguments(given, BENCHES)

describe('the arguments of a bench', () => {
  it('name a bench, a folder of data and the form of the result', () => {
    expect(read('image', '--json', '--data', tmpdir())).toEqual({
      bench: BENCHES[0],
      json: true,
      data: tmpdir(),
      said: {},
    })
    expect(read('bundle')).toEqual({ bench: BENCHES[1], json: false, data: null, said: {} })
    expect(read('bundle', '--only', 'one,two').said).toEqual({ only: 'one,two' })
  })

  it('may be none: then the benches are listed', () => {
    expect(read()).toEqual({ bench: null, json: false, data: null, said: {} })
  })

  it.each([
    [['images'], /no bench `images`/],
    [['image', 'bundle'], /One bench at a time/],
    [['--json'], /no bench of no name/],
    [['image', '--jsn'], /Unknown option '--jsn'/],
    [['image', '--data'], /argument missing/],
    [['image', '--data', '/no/such/folder'], /\/no\/such\/folder is not a folder/],
    [['image', '--data', ''], /is not a folder/],
    [['bundle', '--data', tmpdir()], /takes no data/],
    [['image', '--only', 'one'], /takes no --only/],
    [['--only', 'one'], /no bench of no name/],
    [['bundle', '--only'], /argument missing/],
  ])('%j is refused, with how to ask', (given, message) => {
    expect(() => read(...given)).toThrow(
      expect.objectContaining({
        code: 'INPUT_INVALID',
        message: expect.stringMatching(message),
        remedy: expect.any(String),
      }),
    )
  })
})
