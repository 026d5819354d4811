import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import picocolors from 'picocolors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { quiet } from '../../change/fixtures/repository.js'
import { TunewrightError } from '../../model/errors.js'
import { startProgram } from '../fixtures/run-program.js'
import { type Check, carryOut } from './check.js'
import type { Examined } from './doctor.js'
import { checkText } from './doctor-text.js'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'tunewright-doctor-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('tunewright doctor', () => {
  it('looks at every part by itself: what is broken is named with what to do, the rest is looked at all the same', async () => {
    const manifest = {
      name: 'shop',
      scripts: { build: 'webpack' },
      engines: { node: '>=99' },
      dependencies: { webpack: '5' },
    }
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest))
    const password = 'never-shown'
    const { code, stdout, stderr } = await startProgram(folder, ['doctor', '--json'], {
      CHROME_PATH: path.join(folder, 'no-browser'),
      TUNEWRIGHT_DATABASE_URL: `postgres://someone:${password}@127.0.0.1:9/none`,
      TUNEWRIGHT_HOME: path.join(folder, '..', `${path.basename(folder)}-state`),
    }).ended
    await rm(`${folder}-state`, { recursive: true, force: true })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const { ok, checks } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!) as { ok: boolean; checks: Examined[] }
    expect(ok).toBe(false)
    const by = Object.fromEntries(checks.map(check => [check.name, check]))
    expect(checks.filter(({ status }) => status === 'missing').map(({ name }) => name)).toEqual([
      'browser',
      'store',
      'dependencies',
    ])
    expect(by.browser).toMatchObject({
      found: expect.stringContaining('no-browser'),
      remedy: expect.stringContaining('CHROME_PATH'),
    })
    expect(by.store?.found).toContain('127.0.0.1:9')
    expect(by.dependencies?.found).toContain('asks for Node.js >=99')
    for (const name of ['node', 'git', 'state', 'pictures', 'ports', 'left-overs'])
      expect(by[name]?.status, name).not.toBe('missing')
    expect(by.project).toMatchObject({ status: 'ok', details: { target: { name: 'shop' }, source: 'folder' } })
    expect(stdout).toMatch(/✖ Browser +CHROME_PATH names no executable/)
    expect(stdout).toContain('3 of 11 parts are missing.')
    expect(stdout).not.toContain(password)
    expect(await readdir(folder)).toEqual(['package.json'])
  })
})

describe('one part', () => {
  const check = (run: Check['run']): Check => ({ name: 'git', title: 'git', run })

  it('that fails is missing, with what it said and what to do', async () => {
    const context = { folder, named: false, logger: quiet }
    const failing = check(async () => {
      throw new TunewrightError('CLONE_FAILED', 'It broke.', { remedy: 'Mend it.' })
    })
    expect(await carryOut(failing, context)).toMatchObject({
      status: 'missing',
      found: 'It broke.',
      remedy: 'Mend it.',
    })
    const unforeseen = check(() => Promise.reject(new TypeError('x is undefined')))
    expect(await carryOut(unforeseen, context)).toMatchObject({
      status: 'missing',
      remedy: expect.stringContaining('report'),
    })
  })

  it('is told in lines that fit the terminal', () => {
    const result = {
      status: 'warning',
      found: 'words '.repeat(30),
      remedy: 'Do this and that. '.repeat(8),
      details: {},
    } as const
    for (const width of [60, 80, 120]) {
      const lines = checkText('State folder', result, picocolors.createColors(false), width).split('\n')
      expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width)
    }
  })
})
