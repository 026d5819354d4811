import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { environmentName, fileConfiguration, setting } from './file-configuration.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunewright-config-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = (name: string, text: string) => writeFile(join(folder, name), text)

describe('configuration', () => {
  it('reads dotted keys from the file, and lets the environment win', async () => {
    await write('tunewright.config.json', '{"budget": {"milliseconds": 60000, "alpha": 0.01}, "profiles": ["mobile"]}')
    const environment = { TUNEWRIGHT_BUDGET_MILLISECONDS: '5000', TUNEWRIGHT_DATABASE_URL: 'postgres://localhost/x' }
    const configuration = await fileConfiguration({ file: folder, environment })
    expect(configuration.get('budget.milliseconds')).toBe(5000)
    expect(configuration.get('budget.alpha')).toBe(0.01)
    expect(configuration.get('profiles')).toEqual(['mobile'])
    expect(configuration.get('database.url')).toBe('postgres://localhost/x')
    expect(configuration.get('nothing.here')).toBeUndefined()
    expect(configuration.get('budget.toString')).toBeUndefined()
  })

  it('names the line of a JSON file that cannot be read', async () => {
    await write('tunewright.config.json', '{\n  "seed": 1,\n}\n')
    await expect(fileConfiguration({ file: folder, environment: {} })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(`${join(folder, 'tunewright.config.json')}:3`),
    })
  })

  it('says that a folder or a configuration file is expected where another file is named', async () => {
    await write('index.html', '<title>Shop</title>')
    await expect(fileConfiguration({ file: join(folder, 'index.html'), environment: {} })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('index.html is neither a folder nor a configuration file'),
      remedy: expect.stringContaining('.ts, .mts, .js, .mjs, .cjs, .json'),
    })
  })

  it('gives settings their type, or an error that names key, variable and expectation', async () => {
    const configuration = await fileConfiguration({ environment: { TUNEWRIGHT_LAB_PER_PAGE: 'many' } })
    expect(setting(configuration, 'lab.loads', z.number(), 3)).toBe(3)
    expect(() => setting(configuration, 'lab.perPage', z.number(), 3)).toThrow(
      /setting lab\.perPage \(TUNEWRIGHT_LAB_PER_PAGE\)[\s\S]*"many": expected a number/,
    )
    expect(environmentName('includeDirty')).toBe('TUNEWRIGHT_INCLUDE_DIRTY')
  })
})
