import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { allowedEnvironment } from '../../system/environment.js'
import { type Clone, createClone } from '../clone.js'
import { removedAfterAll } from '../fixtures/removed-folders.js'
import { makeRepository, quiet, targetAt, temporaryFolder } from '../fixtures/repository.js'
import { Journal, journalsFolder } from '../journal.js'
import { revertChange } from '../revert.js'
import { openWorkspace } from '../workspace.js'
import { formatEdits } from './format-edits.js'

const remember = removedAfterAll()

const folderOf = (name: string): string => path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
const FILES = {
  '.prettierrc': '{ "semi": false, "singleQuote": true, "tabWidth": 4, "printWidth": 60 }\n',
  '.prettierignore': 'src/made.js\n',
  'src/App.vue': `<template>
    <main><img src="./hall.jpg" alt="A hall" /></main>
</template>
`,
  'src/own-way.js': 'export const  lamps = [ "brass" ];\n',
  'src/made.js': "export const room = 'hall'\n",
  'src/style.css': '.a {\n    color: teal;\n}\n',
}

let clone: Clone
let journal: Journal
const change = { changeId: 'c1', sessionId: 's1', candidateId: 'k1' }

const open = async (packages: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<void> => {
  const state = remember(temporaryFolder('format'))
  vi.stubEnv('TUNEWRIGHT_HOME', state)
  clone = await createClone(targetAt(remember(makeRepository({ ...FILES, ...more }))), path.join(state, 'clone'), {
    logger: quiet,
  })
  journal = await Journal.open(path.join(journalsFolder(state), 's1'))
  mkdirSync(path.join(clone.root, 'node_modules'))
  for (const name of packages) symlinkSync(folderOf(name), path.join(clone.root, 'node_modules', name))
}
const read = (file: string): string => readFileSync(path.join(clone.root, file), 'utf8')

/** What a strategy writes. */
const EDITS: Readonly<Record<string, string>> = {
  'src/App.vue': `<template>
    <main><picture style="display: contents"><source hidden type="image/avif" srcset="./hall-400.avif 400w" sizes="93vw"><img src="./hall.jpg" alt="A hall" /></picture></main>
</template>
`,
  'src/own-way.js': 'export const  lamps = [ "brass", "glass" ];\n',
  'src/made.js': 'export const room = "attic";\n',
  'src/style.css': '.a{color:teal}\n',
  'src/helper.mjs': 'export function lamp() { return "brass"; }\n',
  'src/small.js': `export const text = "${'brass '.repeat(300)}";\n`,
}

const edit = async (signal = new AbortController().signal): Promise<string[]> => {
  const workspace = await openWorkspace(clone, journal, change)
  for (const [file, text] of Object.entries(EDITS)) await workspace.write(file, text)
  return formatEdits(clone, journal, change.changeId, workspace, { environment: allowedEnvironment(), signal })
}

beforeEach(() => open(['prettier']))
afterEach(() => journal.close())

describe('edits in a project that has Prettier', () => {
  it('are written as it writes them, in sources that it wrote before and in new ones', async () => {
    expect(await edit()).toEqual(['src/App.vue', 'src/helper.mjs'])
    expect(read('src/helper.mjs')).toBe("export function lamp() {\n    return 'brass'\n}\n")
    expect(read('src/App.vue')).toContain('                srcset="./hall-400.avif 400w"\n')
  })

  it('stay as they are in files of another form, in those that it leaves alone, in styles and in what nobody writes', async () => {
    await edit()
    for (const file of ['src/own-way.js', 'src/made.js', 'src/style.css', 'src/small.js'])
      expect(read(file)).toBe(EDITS[file])
  })

  it('are put back with the change', async () => {
    await edit()
    await revertChange(journal, change.changeId)
    for (const [file, text] of Object.entries(FILES)) expect(read(file)).toBe(text)
  })

  it('are not waited for once it is cancelled', async () => {
    const cancelled = new AbortController()
    cancelled.abort()
    await expect(edit(cancelled.signal)).rejects.toThrow()
  })
})

const another: typeof open = async (...o) => {
  await journal.close()
  await open(...o)
}

it('edits in a project without it stay as they are', async () => {
  await another([])
  expect(await edit()).toEqual([])
  expect(read('src/helper.mjs')).toBe(EDITS['src/helper.mjs'])
})

describe('edits in a project whose builds fail for what ESLint finds', () => {
  const RULES = `export default [{ files: ['**/*.js', '**/*.mjs'], rules: { 'no-var': 'error', 'prefer-const': 'warn' } }]\n`
  const SOURCES = {
    'eslint.config.mjs': RULES,
    'src/kept.js': 'export let lamp = 1\n',
    'src/own-way.js': 'var lamp = 1\nexport { lamp }\n',
  }
  const lint = async (devDependencies: object): Promise<string[]> => {
    await another(['eslint'], SOURCES)
    // Nothing of it is to be installed.
    writeFileSync(path.join(clone.root, 'package.json'), JSON.stringify({ devDependencies }))
    const workspace = await openWorkspace(clone, journal, change)
    for (const file of ['src/kept.js', 'src/own-way.js', 'src/new.mjs'])
      await workspace.write(file, 'var lamp = 2\nlet room = 1\nexport { lamp, room }\n')
    const { signal } = new AbortController()
    return formatEdits(clone, journal, change.changeId, workspace, { environment: allowedEnvironment(), signal })
  }

  it('are mended of the errors that it can mend, where there were none before', async () => {
    expect(await lint({ 'eslint-webpack-plugin': '5.0.2' })).toEqual(['src/kept.js', 'src/new.mjs'])
    expect(read('src/new.mjs')).toBe('let lamp = 2\nlet room = 1\nexport { lamp, room }\n')
    expect(read('src/own-way.js')).toContain('var lamp = 2')
  })

  it('stay as they are where builds do not ask it', async () => {
    expect(await lint({ eslint: '9.39.1' })).toEqual([])
  })
})
