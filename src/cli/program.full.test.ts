import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProgram } from './fixtures/run-program.js'

const PAGE =
  '<!doctype html><html lang="en"><title>Small</title><meta name="viewport" content="width=device-width"><h1>A small page</h1><p>With nothing to mend.</p></html>'

let folder: string
let site: string
const git = (...args: string[]) => execFileSync('git', ['-C', site, ...args], { encoding: 'utf8' })

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-cli-'))
  // As root the database runs as another user, who must be able to enter.
  await chmod(folder, 0o755)
  site = path.join(folder, 'site')
  await mkdir(site)
  await writeFile(path.join(site, 'index.html'), PAGE)
  git('init', '-q')
  git('add', '-A')
  git('-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'site')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('on a real site', () => {
  it('analyzes: where the time goes, why nothing applies, and the whole as a last line of JSON', async () => {
    const { code, stdout, stderr } = await startProgram(folder, [
      'analyze',
      'site',
      '--profiles',
      'mobile',
      '--loads',
      '1',
      '--json',
    ]).ended
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/\[ *\d+:\d\d\]/) })
    expect(stdout).toContain('Where the time goes')
    expect(stdout).toContain('LCP is the text')
    expect(stdout).toContain('What does not apply')
    const analysis = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(analysis.currentPerformance.metrics['largest-contentful-paint']).toBeGreaterThan(0)
    expect(stdout).not.toContain('screenshotBase64')
  })

  it('says what of the checkout an analysis leaves out, and looks at it where it is told to', async () => {
    await writeFile(path.join(site, 'index.html'), PAGE.replace('Small', 'Not committed'))
    const analyze = ['analyze', 'site', '--profiles', 'mobile', '--loads', '1', '--json']
    const titles = async (...more: string[]) => {
      const { stdout, stderr } = await startProgram(folder, [...analyze, ...more]).ended
      const { currentPerformance } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
      const asOneLine = (text: string) => text.replace(/\s+/g, ' ')
      return { title: currentPerformance.pages[0].survey.title, stdout: asOneLine(stdout), stderr: asOneLine(stderr) }
    }
    const line = '1 uncommitted file is left out (index.html): HEAD is what is worked on. --include-dirty includes it.'
    const committed = await titles()
    expect(committed).toMatchObject({
      title: 'Small',
      stdout: expect.stringContaining(line),
      stderr: expect.stringContaining(line),
    })
    const whole = await titles('--include-dirty')
    expect(whole.title).toBe('Not committed')
    expect(whole.stdout + whole.stderr).not.toContain('uncommitted')
  })

  it.each([
    ['Ctrl-C', 'SIGINT'],
    ['termination', 'SIGTERM'],
    ['the end of its terminal', 'SIGHUP'],
  ] as const)(
    'stops at %s: everything is put back, nothing is left running, exit code 130',
    async (_, signal) => {
      const before = git('status', '--porcelain=v2', '--branch')
      const running = startProgram(folder, ['optimize', 'site', '--profiles', 'mobile', '--budget', '5m'])
      await running.said('looking at pages')
      running.child.kill(signal)
      const { code, stdout, stderr } = await running.ended
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
      expect(stderr).toContain('Everything is put back')
      expect(git('status', '--porcelain=v2', '--branch')).toBe(before)
      expect(git('branch', '--list', 'tunewright/*')).toBe('')
      expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain(folder)
    },
    180_000,
  )
})
