import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileConfiguration } from './file-configuration.js'
import { overridden } from './overridden.js'
import { sessionSettings } from './session-settings.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-settings-'))
  const file = { budget: { milliseconds: 60_000, alpha: 0.01 }, profiles: ['desktop'], seed: 7, includeDirty: true }
  await writeFile(path.join(folder, 'tunewright.config.json'), JSON.stringify(file))
})
afterEach(() => rm(folder, { recursive: true }))

const settings = (environment: Record<string, string>) => fileConfiguration({ file: folder, environment })

describe('settings of sessions', () => {
  it('come from the file, the environment wins over it, and what is said on the command line over both', async () => {
    expect(sessionSettings(await settings({}))).toEqual({
      budget: { milliseconds: 60_000, alpha: 0.01 },
      profiles: ['desktop'],
      seed: 7,
      includeDirty: true,
    })
    const variables = await settings({
      TUNEWRIGHT_BUDGET_MILLISECONDS: '120000',
      TUNEWRIGHT_PROFILES: 'mobile, desktop',
      TUNEWRIGHT_SEED: '9',
      TUNEWRIGHT_INCLUDE_DIRTY: 'false',
    })
    const expected = {
      budget: { milliseconds: 120_000, alpha: 0.01 },
      profiles: ['mobile', 'desktop'],
      seed: 9,
      includeDirty: false,
    }
    expect(sessionSettings(variables)).toEqual(expected)
    const flags = { 'budget.milliseconds': 300_000, seed: 3, includeDirty: undefined }
    expect(sessionSettings(overridden(variables, flags))).toEqual({
      ...expected,
      budget: { milliseconds: 300_000, alpha: 0.01 },
      seed: 3,
    })
    expect(sessionSettings(await settings({ TUNEWRIGHT_PROFILES: '["slow-mobile"]' })).profiles).toEqual([
      'slow-mobile',
    ])
  })

  it('are absent where nothing is said', () => {
    expect(sessionSettings({ get: () => undefined })).toEqual({ budget: {} })
  })

  it.each([
    [
      'TUNEWRIGHT_PROFILES',
      'tablet',
      /setting profiles \(TUNEWRIGHT_PROFILES\)[\s\S]*"tablet": expected one of "mobile"/,
    ],
    ['TUNEWRIGHT_BUDGET_MILLISECONDS', '10m', /TUNEWRIGHT_BUDGET_MILLISECONDS[\s\S]*"10m": expected a number/],
    ['TUNEWRIGHT_BUDGET_ALPHA', '2', /TUNEWRIGHT_BUDGET_ALPHA[\s\S]*between 0 and 0.5/],
    ['TUNEWRIGHT_SEED', '-1', /TUNEWRIGHT_SEED[\s\S]*whole number/],
    ['TUNEWRIGHT_INCLUDE_DIRTY', 'yes', /TUNEWRIGHT_INCLUDE_DIRTY[\s\S]*true or false/],
  ])('%s=%s is refused, with the variable and what was expected', async (name, value, message) => {
    const configuration = await settings({ [name]: value })
    expect(() => sessionSettings(configuration)).toThrow(message)
  })
})
