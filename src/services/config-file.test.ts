import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfigFile } from './config-file.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const TYPED = `import type { TunewrightConfig } from 'tunewright'

const seed: number = 7
export default { seed, state: { retention: '2w' } } satisfies TunewrightConfig
`

describe('the configuration file of a folder', () => {
  it.each([
    ['ts', TYPED],
    ['mts', TYPED],
    ['js', 'module.exports = { seed: 7, state: { retention: "2w" } }'],
    ['mjs', 'export default { seed: 7, state: { retention: "2w" } }'],
    ['cjs', 'module.exports = { seed: 7, state: { retention: "2w" } }'],
    ['json', '\uFEFF{"seed": 7, "state": {"retention": "2w"}}'],
  ])('is read as .%s, whether or not we are installed there, and nothing is left beside it', async (kind, text) => {
    await write(`tunewright.config.${kind}`, text)
    const path = join(folder, `tunewright.config.${kind}`)
    expect(await readConfigFile(folder)).toEqual({ path, config: { seed: 7, state: { retention: '2w' } } })
    expect(await readdir(folder)).toEqual([`tunewright.config.${kind}`])
  })

  it('is one: of several, none is guessed to hold', async () => {
    await write('tunewright.config.ts', TYPED)
    await write('tunewright.config.json', '{}')
    await expect(readConfigFile(folder)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('tunewright.config.ts and tunewright.config.json'),
      remedy: expect.stringContaining('--config'),
    })
    expect(await readConfigFile(join(folder, 'tunewright.config.json'))).toMatchObject({ config: {} })
  })

  it('names a misspelt key with the one that was probably meant', async () => {
    await write('tunewright.config.ts', 'export default { bugdet: { milliseconds: 1 }, state: { retension: "1d" } }')
    await expect(readConfigFile(folder)).rejects.toMatchObject({
      message: expect.stringMatching(/retension[^\n]*did you mean "retention"[\s\S]*bugdet[^\n]*did you mean "budget"/),
    })
  })

  it.each([
    ['state', '{ state: { cap: "much" } }', /state\.cap is "much": expected a size/],
    ['retention', '{ state: { retention: "long" } }', /state\.retention is "long": expected a length of time/],
    ['optimizers', '{ optimizers: ["bundle"] }', /optimizers\[0\] is "bundle": expected an optimizer/],
  ])('is held to its schema: %s', async (_, value, message) => {
    await write('tunewright.config.mjs', `export default ${value}`)
    await expect(readConfigFile(folder)).rejects.toMatchObject({ message: expect.stringMatching(message) })
  })

  it.each([
    ['cannot be parsed', 'export default {\n  seed: 1,\n  profiles: [\n}\n', ':4'],
    ['fails', 'interface A {\n  a: number\n}\nexport default { seed: sed }\n', ':4'],
  ])('in TypeScript that %s is named with the line', async (_, text, line) => {
    await write('tunewright.config.ts', text)
    const path = join(folder, 'tunewright.config.ts')
    await expect(readConfigFile(folder)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(new RegExp(`^[^\\n]*\\(${path}${line}\\)$`)),
    })
  })

  it('that needs us as a value where we are not installed says how to do without', async () => {
    await write('tunewright.config.ts', "import { defineConfig } from 'tunewright'\nexport default defineConfig({})\n")
    await expect(readConfigFile(folder)).rejects.toMatchObject({ remedy: expect.stringContaining('import type') })
  })
})
