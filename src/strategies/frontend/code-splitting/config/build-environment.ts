import { BUILDS } from './own-goals.js'

/** By which ways a project can give an environment to a command. */
export interface EnvironmentTools {
  /** Whether cross-env is among the packages. */
  readonly crossEnv: boolean
  /** Whether other scripts set variables as shells do: `NAME=value command`. Not every system's shell does. */
  readonly inline: boolean
  /** The option of webpack's command that sets NODE_ENV, where its version has one. */
  readonly webpack: '--config-node-env' | '--node-env' | null
}

/** A reference to the variable in code, rather than its name in a text. */
const READS = /(?<!['"`\w.])process\.env\.NODE_ENV\b/

/** Whether a configuration goes by the environment that the build is started in. */
export const readsEnvironment = (source: string): boolean =>
  READS.test(source) || /\bEnvironmentPlugin\([^)]*\bNODE_ENV\b/.test(source)

/** A command that names `development` as its environment, for production. */
export const productionNamed = (line: string): string | null => {
  const mended = line
    .replace(/\bNODE_ENV=(\\?["']?)development\b/, 'NODE_ENV=$1production')
    .replace(/(--(?:config-)?node-env[= ])development\b/, '$1production')
    .replace(/(--environment[= ](?:[^\s"]*,)?NODE_ENV:)development\b/, '$1production')
  return mended === line ? null : mended
}

/** `"name": "command"` as a line of a file in JSON. */
const SCRIPT = /^(\s*"[^"]+":\s*")((?:[^"\\]|\\.)*)(".*)$/s

const RUNS = /\b(?:node|tsx|ts-node|esbuild|rollup|rolldown|webpack|vite)\b/

/** The build's own command with NODE_ENV set, by what it has for that itself, or by what the project uses already. */
export const productionEnvironment = (line: string, tools: EnvironmentTools): string | null => {
  const [, before, command, after] = SCRIPT.exec(line) ?? []
  if (command === undefined || /NODE_ENV|node-env|--watch\b|\s-w\b/.test(command)) return null
  const parts = command.split(/(\s*(?:&&|\|\||[;&|])\s*)/)
  const running = parts.filter(part => RUNS.test(part))
  const [run] = running
  if (run === undefined || running.length > 1) return null
  const set = withEnvironment(run, tools)
  return set === null ? null : `${before}${parts.map(part => (part === run ? set : part)).join('')}${after}`
}

const withEnvironment = (run: string, { crossEnv, inline, webpack }: EnvironmentTools): string | null => {
  if (webpack !== null && BUILDS.test(run)) return run.replace(BUILDS, found => `${found} ${webpack} production`)
  if (/^rollup\b/.test(run)) {
    return /--environment\b/.test(run)
      ? run.replace(/--environment([= ])/, '--environment$1NODE_ENV:production,')
      : `${run} --environment NODE_ENV:production`
  }
  if (/^cross-env\b/.test(run)) return run.replace('cross-env', 'cross-env NODE_ENV=production')
  if (crossEnv) return `cross-env NODE_ENV=production ${run}`
  return inline ? `NODE_ENV=production ${run}` : null
}
