import { rmSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder, writeFiles } from './fixtures/repository.js'
import { findLockFile } from './lock-files.js'
import { wantedManager } from './package-manager.js'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const wanted = (files: Readonly<Record<string, string>>) => {
  const folder = temporaryFolder('manager')
  made.push(folder)
  writeFiles(folder, { 'package.json': '{}', ...files })
  const found = findLockFile(folder, folder)!
  return wantedManager(found.lock, folder)
}

describe('the package manager that a project asks for', () => {
  test('is the one that package.json declares, without what follows its version', async () => {
    const packageManager = 'pnpm@8.6.12+sha256.0123abcd'
    expect(
      await wanted({
        'package.json': JSON.stringify({ packageManager }),
        'pnpm-lock.yaml': "lockfileVersion: '6.0'\n",
      }),
    ).toMatchObject({ name: 'pnpm', version: '8.6.12' })
    expect(
      await wanted({
        'package.json': JSON.stringify({ packageManager: 'yarn@4.5.0' }),
        'yarn.lock': '__metadata:\n  version: 8\n',
      }),
    ).toMatchObject({ name: '@yarnpkg/cli-dist', version: '4.5.0' })
  })

  test.each([
    ['lockfileVersion: 5.4\n', '7.33.7'],
    ["lockfileVersion: '6.0'\n", '8.15.9'],
    ["lockfileVersion: '9.0'\n", '9.15.9'],
  ])('is the pnpm that writes such lock files: %s', async (lock, version) => {
    expect(await wanted({ 'pnpm-lock.yaml': lock })).toMatchObject({ name: 'pnpm', version })
  })

  test('is what `engines` says, where the lock file alone would say otherwise', async () => {
    const manifest = JSON.stringify({ engines: { pnpm: '>=10' } })
    expect(await wanted({ 'package.json': manifest, 'pnpm-lock.yaml': "lockfileVersion: '9.0'\n" })).toMatchObject({
      version: '>=10',
    })
  })

  test('is the first yarn for its lock files, and where the project brings a later one with it', async () => {
    expect(await wanted({ 'yarn.lock': '# yarn lockfile v1\n' })).toMatchObject({ name: 'yarn', version: '1.22.22' })
    const later = '__metadata:\n  version: 6\n'
    expect(
      await wanted({
        'yarn.lock': later,
        '.yarnrc.yml': 'yarnPath: .yarn/releases/yarn-3.6.0.cjs\n',
        '.yarn/releases/yarn-3.6.0.cjs': '',
      }),
    ).toMatchObject({ name: 'yarn', version: '1.22.22' })
    expect(await wanted({ 'yarn.lock': later })).toMatchObject({ name: '@yarnpkg/cli-dist', version: '3.8.7' })
  })

  test('is not guessed where nothing says it', async () => {
    expect(await wanted({ 'bun.lock': '{}' })).toBeNull()
    expect(await wanted({ 'pnpm-lock.yaml': "lockfileVersion: '99.0'\n" })).toBeNull()
  })
})
