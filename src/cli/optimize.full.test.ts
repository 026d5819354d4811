import { execFileSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { photoShop } from './fixtures/photo-shop.js'
import { startProgram } from './fixtures/run-program.js'
import type { OptimizeOutcome } from './outcome.js'

let folder: string
let site: string
let git: (...args: string[]) => string

beforeEach(async () => {
  ;({ folder, site, git } = await photoShop())
  // What a checkout is like in the middle of work: a dirty file, a staged one, and hooks that would leave a trace.
  await writeFile(path.join(site, 'about.html'), '<!doctype html><title>Draft</title>')
  await writeFile(path.join(site, 'staged.txt'), 'staged')
  git('add', 'staged.txt')
  for (const hook of ['post-commit', 'post-checkout', 'reference-transaction', 'pre-commit'])
    await writeFile(path.join(site, '.git/hooks', hook), `#!/bin/sh\ntouch '${folder}/hook-ran'\n`, { mode: 0o755 })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const checkout = async () => ({
  status: git('status', '--porcelain=v2', '--branch'),
  head: git('rev-parse', 'HEAD'),
  staged: git('diff', '--cached'),
  draft: await readFile(path.join(site, 'about.html'), 'utf8'),
  config: await readFile(path.join(site, '.git/config'), 'utf8'),
})

describe('the whole loop on a real site', () => {
  it('keeps what is better as a commit on a branch of its own, and leaves the checkout as it was', async () => {
    const before = await checkout()
    const { code, stdout, stderr } = await startProgram(folder, [
      'optimize',
      'shop',
      '--pages',
      '/',
      '--profiles',
      'mobile',
      '--budget',
      '8m',
      '--json',
    ]).ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Proving the whole') })
    const outcome = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as OptimizeOutcome
    expect(outcome).toMatchObject({ status: 'completed', branch: expect.stringMatching(/^tunewright\//) })
    expect(outcome.kept).toBeGreaterThan(0)
    expect(outcome.lcp?.high).toBeLessThan(0)
    expect(outcome.imageBytes?.change).toBeLessThan(-30)

    expect(await checkout()).toEqual(before)
    expect(execFileSync('ls', [folder], { encoding: 'utf8' })).not.toContain('hook-ran')
    expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(folder)

    const branch = outcome.branch ?? ''
    expect(git('rev-list', '--reverse', `main..${branch}`).split('\n')).toEqual(outcome.commits)
    expect(git('log', '--format=%B', `main..${branch}`)).toMatch(/LCP −\d/)
    // What others link to is still there, under its name, and what was not committed is not on the branch.
    expect(git('ls-tree', '--name-only', branch).split('\n')).toEqual(expect.arrayContaining(['hero.jpg', 'p1.png']))
    expect(git('show', `${branch}:about.html`)).toContain('We make lamps')

    const report = await readFile(outcome.report, 'utf8')
    for (const part of ['Before and after', 'What visitors see', 'What was kept', 'What was left alone', branch])
      expect(report).toContain(part)
  })
})
