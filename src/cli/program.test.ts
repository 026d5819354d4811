import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProgram } from './fixtures/run-program.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tunewright-cli-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const tunewright = (args: readonly string[], environment?: Record<string, string>) =>
  startProgram(folder, args, environment).ended

describe('help', () => {
  it('lists the commands and what the exit codes mean', async () => {
    const { code, stdout, stderr } = await tunewright(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/optimize .*\n/)
    expect(stdout).toMatch(/analyze .*\n/)
    expect(stdout).toContain('130  interrupted')
  })

  it('shows examples for a command, and every option that the manual names', async () => {
    const { code, stdout } = await tunewright(['optimize', '--help'])
    expect(code).toBe(0)
    for (const option of [
      '--config',
      '--pages',
      '--profiles',
      '--budget',
      '--optimizers',
      '--strategies',
      '--json',
      '--report',
      '--seed',
      '--include-dirty',
      '--env',
      '--yes',
      '--quiet',
      '--no-color',
      '--debug',
    ]) {
      expect(stdout).toContain(option)
    }
    expect(stdout).toContain('tunewright optimize shop --pages /,/products/lamp')
  })

  it('prints the version', async () => {
    expect((await tunewright(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('input that cannot be used ends with exit code 2, before anything is done', () => {
  it.each([
    [['optimise'], /Did you mean optimize/],
    [['optimize', '--budget', 'soon'], /10m/],
    [['optimize', '--pages', 'home'], /start with one slash/],
    [['optimize', '--profile', 'mobile'], /--profiles/],
    [['optimize', '--env', 'TUNEWRIGHT_TEST_NOT_SET'], /not set in this shell/],
    [['optimize', 'one', 'two'], /too many arguments/],
    [['analyze', 'no-such-folder'], /What to do:/],
    [['optimize', '--report', 'report.pdf'], /\.html .*or \.json/],
    [['optimize', '--config', 'no-such-file.json'], /no-such-file\.json/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await tunewright(args)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(await readdir(folder)).toEqual([])
  })

  it('names the place in a configuration file', async () => {
    await writeFile(path.join(folder, 'tunewright.config.json'), '{"profiles": ["tablet"]}')
    const { code, stderr } = await tunewright(['analyze'])
    expect(code).toBe(2)
    expect(stderr).toContain('profiles')
    expect(stderr).toContain('tablet')
  })
})

describe('colours', () => {
  it('are off without a terminal, on where forced, and off for NO_COLOR and --no-color whatever else is said', async () => {
    const escapes = async (args: readonly string[], environment: Record<string, string>) =>
      (await tunewright(['analyze', 'no-such-folder', ...args], environment)).stderr.includes('\u001b[')
    expect(await escapes([], {})).toBe(false)
    expect(await escapes([], { FORCE_COLOR: '1' })).toBe(true)
    expect(await escapes([], { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false)
    expect(await escapes(['--no-color'], { FORCE_COLOR: '1' })).toBe(false)
  })
})
