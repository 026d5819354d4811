import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProgram } from '../program.js'
import { completionScript } from './completion-script.js'

const program = createProgram('1.2.3')
const commands = program.commands.map(command => command.name())

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tunewright-completion-'))
  mkdirSync(path.join(folder, 'state/sessions/20260101-abcdef'), { recursive: true })
  mkdirSync(path.join(folder, 'my-shop'))
  writeFileSync(path.join(folder, 'notes.txt'), '')
  writeFileSync(path.join(folder, 'completion.bash'), completionScript(program, 'bash'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a real bash completes the last of these words to. */
function complete(...words: string[]): string[] {
  const script = `source completion.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tunewright
printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['--norc', '-c', script, 'bash', 'tunewright', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TUNEWRIGHT_HOME: path.join(folder, 'state') },
  })
    .split('\n')
    .filter(line => line !== '')
}

describe('completion in bash', () => {
  it('knows every command and every option of each', () => {
    expect(complete('')).toEqual(expect.arrayContaining([...commands, 'help', '--version']))
    for (const command of program.commands) {
      const options = command.options.flatMap(({ short, long }) => [short, long]).filter(Boolean)
      expect(complete(command.name(), '-')).toEqual(expect.arrayContaining(options))
    }
    expect(complete('opt')).toEqual(['optimize'])
    expect(complete('optimize', '--bud')).toEqual(['--budget'])
    expect(complete('help', 'ana')).toEqual(['analyze'])
  })

  it('knows what options take', () => {
    expect(complete('optimize', '--profiles', '')).toEqual(['mobile', 'desktop', 'slow-mobile'])
    expect(complete('optimize', '--profiles', 'mobile,d')).toEqual(['mobile,desktop'])
    expect(complete('optimize', '--profiles', '=', 'desk')).toEqual(['desktop'])
    expect(complete('optimize', '--strategies', 'code')).toEqual(['code-splitting'])
    expect(complete('optimize', '--config', 'no')).toEqual(['notes.txt'])
    expect(complete('analyze', 'my')).toEqual(['my-shop'])
    expect(complete('analyze', 'no')).toEqual([])
    expect(complete('completion', 'z')).toEqual(['zsh'])
  })

  it('knows the sessions, for commands that take one', () => {
    const withSession = createProgram('1.2.3')
    withSession.command('look').argument('[session]')
    writeFileSync(path.join(folder, 'completion.bash'), completionScript(withSession, 'bash'))
    expect(complete('look', '2026')).toEqual(['20260101-abcdef'])
    writeFileSync(path.join(folder, 'completion.bash'), completionScript(program, 'bash'))
  })
})

describe.each(['zsh', 'fish'] as const)('completion in %s', shell => {
  const script = completionScript(program, shell)

  it('has every command, and every option where its command is', () => {
    for (const command of program.commands) {
      const place =
        shell === 'zsh' ? `        ${command.name()}) _arguments` : `__fish_seen_subcommand_from ${command.name()}'`
      const lines = script.split('\n').filter(line => line.includes(place))
      expect(lines.length, command.name()).toBeGreaterThan(0)
      for (const { long = '' } of command.options) {
        const written = shell === 'zsh' ? long : `-l ${long.slice(2)}`
        expect(
          lines.some(line => line.includes(written)),
          `${command.name()} ${long}`,
        ).toBe(true)
      }
    }
  })

  it('closes every quote it opens, and is read by the shell where that is installed', () => {
    for (const line of script.split('\n').filter(text => !text.startsWith('#'))) {
      const plain = shell === 'zsh' ? line.replaceAll("'\\''", '') : line.replaceAll(/\\[\\']/g, '')
      expect((plain.match(/'/g) ?? []).length % 2, line).toBe(0)
    }
    const read = spawnSync(shell, ['-n'], { input: script, encoding: 'utf8' })
    if (read.error === undefined) expect(read).toMatchObject({ status: 0, stderr: '' })
  })
})
