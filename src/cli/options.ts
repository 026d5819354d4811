import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseDuration } from '../model/duration.js'
import { PROFILES, type ProfileId } from '../model/profile.js'
import { knowSecrets } from '../model/redaction/index.js'
import { hostName } from '../model/schema/target.js'
import { cookieOption, headerOption, type LoginOptions } from './login-options.js'

/** What every command understands. */
export interface OutputOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly color: boolean
  readonly debug: boolean
}

/** What every command that works on a project understands. */
export interface ProjectOptions extends OutputOptions, LoginOptions {
  readonly config?: string
  readonly package?: string
  readonly wait: boolean
  readonly allowHost: string[]
  readonly pages?: string[]
  readonly profiles?: ProfileId[]
  readonly env: Readonly<Record<string, string>>
}

const isProfile = (text: string): text is ProfileId => Object.hasOwn(PROFILES, text)

export const list = (text: string): string[] => {
  const items = text.split(',').map(item => item.trim())
  if (items.some(item => item === '')) throw new InvalidArgumentError('Separate items by single commas.')
  return [...new Set(items)]
}

export function pages(text: string): string[] {
  const paths = list(text)
  const wrong = paths.find(path => !/^\/(?!\/)\S*$/.test(path))
  if (wrong === undefined) return paths
  throw new InvalidArgumentError(`"${wrong}" is not a path: start with one slash, e.g. /,/products/lamp.`)
}

export function profiles(text: string): ProfileId[] {
  return list(text).map(item => {
    if (isProfile(item)) return item
    throw new InvalidArgumentError(`"${item}" is no profile. There are: ${Object.keys(PROFILES).join(', ')}.`)
  })
}

export function duration(text: string): number {
  let milliseconds: number
  try {
    milliseconds = parseDuration(text)
  } catch {
    throw new InvalidArgumentError('Write a number and a unit, e.g. 90s, 10m or 1h.')
  }
  if (milliseconds < 60_000) throw new InvalidArgumentError('Less than a minute proves nothing: give at least 1m.')
  return milliseconds
}

/** How old something may be: a length of time of any size. */
export function age(text: string): number {
  try {
    return parseDuration(text)
  } catch {
    throw new InvalidArgumentError('Write a number and a unit, e.g. 12h, 30d or 2w.')
  }
}

export function seed(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Give a whole number.')
  return value
}

export function count(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < 1 || value > 50) throw new InvalidArgumentError('Give a number from 1 to 50.')
  return value
}

/** One variable of our environment that the target gets too: `NAME`, or `NAME=value`. */
export function environmentVariable(text: string, before: Record<string, string>): Record<string, string> {
  const separator = text.indexOf('=')
  const name = separator < 0 ? text : text.slice(0, separator)
  // Before anything can go wrong: an error tells the argument.
  if (separator >= 0) knowSecrets([text.slice(separator + 1)])
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new InvalidArgumentError(`"${name}" is not the name of a variable.`)
  const value = separator < 0 ? process.env[name] : text.slice(separator + 1)
  if (value === undefined) throw new InvalidArgumentError(`${name} is not set in this shell.`)
  knowSecrets([value])
  return { ...before, [name]: value }
}

/** One more host that pages may reach. */
export function host(text: string, before: string[]): string[] {
  if (hostName.safeParse(text).success) return [...before, text]
  throw new InvalidArgumentError('Give the name of a host without scheme and port, e.g. cdn.example.com.')
}

export const INCLUDE_DIRTY = 'start from the files as they are, not from the last commit'

/** Where settings come from besides options. */
export const SETTINGS_HELP = `
What no option says is taken from these variables, and then from the
configuration file:
  TUNEWRIGHT_PROFILES              e.g. mobile,desktop
  TUNEWRIGHT_BUDGET_MILLISECONDS   e.g. 600000
  TUNEWRIGHT_BUDGET_ALPHA          the error a session may make, e.g. 0.005
  TUNEWRIGHT_SEED, TUNEWRIGHT_INCLUDE_DIRTY (true or false)
  TUNEWRIGHT_STATE_RETENTION       how long work of ended sessions is kept: 30d
  TUNEWRIGHT_STATE_CAP             how large the state folder may grow: 10GB
  TUNEWRIGHT_DATABASE_URL          a PostgreSQL of your own
  TUNEWRIGHT_HOME                  the state folder, ~/.local/state/tunewright`

export const PACKAGE = 'the package of a workspace (monorepo), by name or path; asked for on a terminal'

/** Adds the options that all commands share. */
export const withOutputOptions = (command: Command): Command =>
  command
    .option('--json', 'end the standard output with one line of JSON', false)
    .option('-q, --quiet', 'no progress', false)
    .option('--no-color', 'no colours (also: NO_COLOR=1)')
    .option('--debug', 'log what is done, and show stacks of errors', false)

/** What every command that works on what was done understands. */
export interface RecordOptions extends OutputOptions {
  readonly config?: string
}

/** Adds the options of the commands that work on what was done. */
export const withRecordOptions = (command: Command): Command =>
  withOutputOptions(
    command.option('-c, --config <file>', 'configuration file (default: tunewright.config.* in this folder)'),
  )

const CONFIG = 'configuration file (default: tunewright.config.* in the folder)'
const WAIT = 'wait for another session on the same project instead of ending'

const environmentOption = (users: string): Option =>
  new Option('--env <NAME>', `pass a variable on to ${users}; may be repeated, also NAME=value`)
    .argParser(environmentVariable)
    .default({}, 'none')

/** What a command understands that builds a project and loads nothing of it. */
export type BuildOptions = OutputOptions & Pick<ProjectOptions, 'config' | 'package' | 'env' | 'wait'>

/** Adds the options of such a command. */
export const withBuildOptions = (command: Command): Command =>
  withOutputOptions(
    command
      .option('-c, --config <file>', CONFIG)
      .option('--package <package>', PACKAGE)
      .addOption(environmentOption('the build'))
      .option('--wait', WAIT, false),
  )

/** Adds the options that the commands share which work on a project. */
export const withProjectOptions = (command: Command): Command =>
  withOutputOptions(
    command
      .option('-c, --config <file>', CONFIG)
      .option('--package <package>', PACKAGE)
      .addOption(new Option('--pages <paths>', 'pages to measure, e.g. /,/products/lamp').argParser(pages))
      .addOption(
        new Option('--profiles <names>', `devices and networks: ${Object.keys(PROFILES).join(', ')}`).argParser(
          profiles,
        ),
      )
      .addOption(environmentOption('build, tests and service'))
      .addOption(cookieOption())
      .addOption(headerOption())
      .addOption(
        new Option('--allow-host <name>', 'let pages reach this host while they are measured; may be repeated')
          .argParser(host)
          .default([], 'none: this machine only'),
      )
      .option('--wait', WAIT, false),
  )
