import { posix } from 'node:path'
import { readPackage } from './dev-server.js'

/** What a build's command runs, with the scripts of `package.json` that it runs put in. */
export interface BuildCommand {
  /** Simple commands in their order, each as its words without quotes. */
  readonly commands: readonly (readonly string[])[]
  /** Names of the scripts that are run for it. */
  readonly scripts: readonly string[]
}

const MANAGERS = new Set(['npm', 'pnpm', 'yarn', 'bun'])
/** Commands that run several others, which they are given as words. */
const RUNNERS = new Set(['concurrently', 'npm-run-all', 'run-s', 'run-p', 'npm-run-all2'])
const INTERPRETERS = new Set(['node', 'tsx', 'ts-node', 'bun', 'jiti', 'esno', 'zx', 'babel-node'])

const simpleCommands = (command: string): string[][] => {
  const commands: string[][] = [[]]
  for (const [word, double, single] of command.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|&&|\|\||[;|&\n]|[^\s;|&"']+/g)) {
    const quoted = double ?? single
    if (quoted === undefined && /^(?:&&|\|\||[;|&\n])$/.test(word)) commands.push([])
    else commands.at(-1)!.push(quoted ?? word)
  }
  return commands.filter(words => words.length > 0)
}

/** Where in a command one of these tools is called; -1 where it is not. */
const placeOf = (words: readonly string[], isTool: (name: string) => boolean): number =>
  words.findIndex(word => isTool(posix.basename(word).replace(/\.cmd$/, '')))

/** The words that a command hands to a tool, however it is called (`npx rollup`, `NODE_ENV=production rollup`); null where it does not call it. */
export const argumentsOf = (words: readonly string[], tool: string): readonly string[] | null => {
  const at = placeOf(words, name => name === tool)
  // `rm -rf rollup` and the like name what is a file to them.
  return at < 0 || /^(?:rm|rimraf|mkdir|cp|cpx|mv|echo)$/.test(words[0]!) ? null : words.slice(at + 1)
}

/** @param command as the target is built; absent where nothing builds it */
export const readBuildCommand = (command: string | undefined, packageText: string): BuildCommand => {
  const { scripts } = readPackage(packageText)
  const commands: (readonly string[])[] = []
  const run = new Set<string>()
  const runScript = (name: string): void => {
    for (const one of [`pre${name}`, name, `post${name}`]) {
      const script = scripts[one]
      if (script === undefined || run.has(one)) continue
      run.add(one)
      read(script)
    }
  }
  const read = (text: string): void => {
    for (const words of simpleCommands(text)) {
      const runner = placeOf(words, name => RUNNERS.has(name))
      const manager = placeOf(words, name => MANAGERS.has(name))
      if (runner >= 0) {
        for (const word of words.slice(runner + 1)) {
          if (word.includes(' ')) read(word)
          else runScript(word.replace(/^npm:/, ''))
        }
        continue
      }
      const script =
        manager < 0 ? undefined : words.slice(manager + 1).find(word => scripts[word] !== undefined && !run.has(word))
      if (script === undefined) commands.push(words)
      else runScript(script)
    }
  }
  if (command !== undefined) read(command)
  return { commands, scripts: [...run] }
}

/** Rollup's own names for its configuration, in the order in which it looks for them. */
const ROLLUP_NAMES = ['mjs', 'cjs', 'ts', 'js'].map(extension => `rollup.config.${extension}`)

const rollupConfigs = (words: readonly string[], exists: (path: string) => boolean): string[] => {
  const found: string[] = []
  for (const [index, word] of words.entries()) {
    const [, said] = /^(?:--config|-c)=(.+)$/.exec(word) ?? []
    if (said !== undefined) found.push(posix.normalize(said))
    else if (word === '--config' || /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word)) {
      const next = words[index + 1]
      if (next !== undefined && !next.startsWith('-')) found.push(posix.normalize(next))
      else found.push(...ROLLUP_NAMES.filter(exists).slice(0, 1))
    }
  }
  return found.filter(exists)
}

/** The files of the project that a build runs, or that configure Rollup for it. */
export const filesRun = ({ commands }: BuildCommand, exists: (path: string) => boolean): readonly string[] =>
  commands.flatMap(words => {
    const rollup = argumentsOf(words, 'rollup')
    if (rollup !== null) return rollupConfigs(rollup, exists)
    const at = placeOf(words, name => INTERPRETERS.has(name))
    if (at < 0) return []
    const candidates = words
      .slice(at + 1)
      .filter(word => !word.startsWith('-'))
      .flatMap(word => ['', '.js', '.mjs', '.cjs', '.ts', '/index.js'].map(end => posix.normalize(`${word}${end}`)))
    const file = candidates.find(exists)
    return file === undefined ? [] : [file]
  })
