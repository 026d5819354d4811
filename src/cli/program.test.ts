import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProgram } from './fixtures/run-program.js'
import { createProgram } from './program.js'

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
    for (const command of ['init', 'doctor', 'clean', 'completion']) expect(stdout).toContain(`\n  ${command} `)
    expect(stdout).not.toContain('default: false')
    expect(stdout).toContain('130  interrupted')
  })

  it('breaks its lines between words on 80 columns, of every command', () => {
    const program = createProgram('1.0.0')
    let shown = ''
    for (const command of [program, ...program.commands]) {
      command.configureOutput({
        writeOut: text => {
          shown += text
        },
        getOutHelpWidth: () => 80,
      })
      command.outputHelp()
    }
    expect(shown.split('Usage: ')).toHaveLength(program.commands.length + 2)
    expect(shown.split('\n').filter(line => line.length > 80)).toEqual([])
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
      '--wait',
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

  it.each(['optimize', 'analyze'])('says of %s which variables it takes settings from', async command => {
    const { stdout } = await tunewright([command, '--help'])
    for (const said of [
      'TUNEWRIGHT_PROFILES',
      'TUNEWRIGHT_BUDGET_MILLISECONDS',
      'TUNEWRIGHT_HOME',
      '--include-dirty',
    ]) {
      expect(stdout).toContain(said)
    }
  })

  it('prints the version', async () => {
    expect((await tunewright(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('input that cannot be used ends with exit code 2, before anything is done', () => {
  it.each([
    [['optimise'], /Did you mean optimize/],
    [['optimize', '--budget', 'soon'], /10m/],
    [['optimize', '--dry-run', '--report', 'x.html'], /cannot be used with/],
    [['clean', '--older-than', 'soon'], /30d/],
    [['completion', 'tcsh'], /bash, zsh, fish/],
    [['optimize', '--pages', 'home'], /start with one slash/],
    [['optimize', '--profile', 'mobile'], /--profiles/],
    [['optimize', '--env', 'TUNEWRIGHT_TEST_NOT_SET'], /not set in this shell/],
    [['optimize', 'one', 'two'], /too many arguments/],
    [['analyze', 'no-such-folder'], /What to do:/],
    [['optimize', '--report', 'report.pdf'], /\.html .*or \.json/],
    [['optimize', '--report', 'no/such/report.html'], /there is no folder .*no\/such/],
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

  it('names every place in it on a line of its own', async () => {
    await writeFile(path.join(folder, 'tunewright.config.json'), '{"profiles": ["tablet"], "seed": "x"}')
    const { stderr } = await tunewright(['analyze'])
    expect(stderr).toMatch(/\(2 problems\):\n {2}profiles\[0\] is .*\n {2}seed is .*\n/)
  })
})

describe('a configuration file that cannot be read', () => {
  // As Node itself reads it: a test runner would read it its own way.
  it.each([
    ['a syntax error', 'export default {\n  seed: 1,\n  profiles: [\n}\n', 4],
    ['an error of its own', 'const seed = 1\nexport default { seed: sed }\n', 2],
  ])('is named with the line: %s', async (_, text, line) => {
    const file = path.join(folder, 'tunewright.config.mjs')
    await writeFile(file, text)
    const { code, stderr } = await tunewright(['analyze'])
    expect(code).toBe(2)
    expect(stderr).toContain(`${file}:${line}`)
  })
})

describe('settings', () => {
  beforeEach(() => writeFile(path.join(folder, 'index.html'), '<title>Shop</title>'))

  it.each([
    ['TUNEWRIGHT_PROFILES', 'tablet', /"tablet": expected one of "mobile"/],
    ['TUNEWRIGHT_SEED', 'x', /"x": expected a number/],
    ['TUNEWRIGHT_BUDGET_MILLISECONDS', '10m', /"10m": expected a number/],
  ])('of the environment are held to what they may be: %s=%s', async (name, value, message) => {
    const { code, stderr } = await tunewright(['analyze'], { [name]: value })
    expect(code).toBe(2)
    expect(stderr).toContain(name)
    expect(stderr).toMatch(message)
  })

  it('are those of the command line where it says something', async () => {
    // The folder cannot be used either: which of the two is complained of tells whether the variable was looked at.
    const said = await tunewright(['analyze', '--profiles', 'mobile'], {
      TUNEWRIGHT_PROFILES: 'tablet',
      TUNEWRIGHT_HOME: path.join(folder, 'index.html'),
    })
    expect(said.stderr).not.toContain('tablet')
    expect(said.code).toBe(2)
    expect(said.stderr).toContain('index.html is a file')
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
