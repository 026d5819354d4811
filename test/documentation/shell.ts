import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import { createProgram } from '../../src/cli/program.js'
import { ROOT } from './pages.js'

/** What examples use besides our own commands, npm's and those of this repository's tools. */
const OTHERS = new Set(['cat', 'cd', 'cp', 'export', 'git', 'jq', 'node', 'source', 'tail', 'xargs'])
const TOOLS = new Set(['biome', 'tsc', 'tsx', 'vitest'])

/** The commands of a script, each as its words; comments, redirections and variables set for one command are left out. */
function commandsOf(script: string): string[][] {
  const lines = script.replace(/\\\n/g, ' ').split('\n')
  return lines.flatMap(line =>
    line
      .replace(/(^|\s)#.*$/, '')
      .replace(/[<>]\((.*?)\)/g, '; $1;')
      .split(/\|\|?|&&|;/)
      .map(part =>
        (part.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [])
          .map(word => word.replace(/^(["'])(.*)\1$/, '$2'))
          .filter((word, i, words) => !/^\d?>/.test(word) && !/^\d?>$/.test(words[i - 1] ?? '')),
      )
      .map(words => words.slice(words.findIndex(word => !/^[A-Z_]+=/.test(word))))
      .filter(words => words.length > 0),
  )
}

/** @returns what is wrong with each command of a script, as sentences. */
export const problemsOfShell = (script: string, scripts: Readonly<Record<string, string>>): string[] =>
  commandsOf(script).flatMap(words => problemOf(words, scripts) ?? [])

function problemOf(words: readonly string[], scripts: Readonly<Record<string, string>>): string | undefined {
  const [first = '', second = '', ...rest] = words
  if (first === 'tunewright') return problemOfOurs(words.slice(1))
  if (first === 'npx' && second === 'tunewright') return problemOfOurs(rest)
  if (first === 'npx') return TOOLS.has(second) ? missingFile(rest) : `npx ${second}: no tool of this repository`
  if (first === 'npm') return problemOfNpm(words.slice(1), scripts)
  return OTHERS.has(first) ? undefined : `${first}: not known to be a command`
}

/** Of a tool that is run on a file of the repository; `<…>` stands for what a reader fills in. */
function missingFile(words: readonly string[]): string | undefined {
  const missing = words.find(word => /^(src|test|docs|examples|scripts)\//.test(word) && !existsSync(join(ROOT, word)))
  return missing?.includes('<') ? undefined : missing && `${missing} is not there`
}

function problemOfNpm(words: readonly string[], scripts: Readonly<Record<string, string>>): string | undefined {
  const [verb = '', name = ''] = words.filter(word => !word.startsWith('-'))
  if (verb === 'run' && name === '') return undefined
  if (verb === 'run') return Object.hasOwn(scripts, name) ? undefined : `npm run ${name}: there is no such script`
  if (verb === 'test') return Object.hasOwn(scripts, 'test') ? undefined : 'npm test: there is no such script'
  return ['ci', 'install', 'link', 'pack'].includes(verb) ? undefined : `npm ${verb}: not known`
}

/** Held against the program itself: that there is the command, each option, and that it takes the value. */
function problemOfOurs([name = '', ...args]: readonly string[]): string | undefined {
  if (/^--?(help|version|h|V)$/.test(name)) return undefined
  const program = createProgram('0.0.0')
  const commands = new Map(program.commands.map(command => [command.name(), command]))
  if (name === 'help') return args.every(arg => commands.has(arg)) ? undefined : `there is no command "${args}"`
  const command = commands.get(name)
  if (!command) return `tunewright ${name}: there is no such command`
  if (args.includes('--help') || args.includes('-h')) return undefined
  for (const [i, arg] of args.entries()) {
    const value = args[i + 1] ?? ''
    // Values are read from the shell of who runs it.
    if (/^--(env|cookie|header)$/.test(arg) && !(arg === '--env' && value.includes('=')))
      vi.stubEnv(value.slice(value.indexOf('=') + 1), 'a value')
  }
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error(said.mock.calls.map(([text]) => String(text).trim()).join(' '))
  })
  try {
    const { operands, unknown } = command.parseOptions([...args])
    if (unknown.length > 0) return `tunewright ${name}: there is no option ${unknown[0]}`
    const most = command.registeredArguments.length
    return operands.length > most ? `tunewright ${name} takes ${most} arguments, not ${operands.length}` : undefined
  } catch (error) {
    return `tunewright ${name}: ${(error as Error).message}`
  } finally {
    exit.mockRestore()
    said.mockRestore()
    vi.unstubAllEnvs()
  }
}
