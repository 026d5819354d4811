import type { Argument, Command, Option } from 'commander'

/** What may stand in a place of the command line. */
export type Value =
  | {
      readonly kind: 'choices'
      readonly choices: readonly string[] /** Several, separated by commas. */
      readonly list: boolean
    }
  | { readonly kind: 'files' | 'folders' | 'sessions' | 'any' }

export interface DescribedOption {
  /** `-c` and `--config`, or one of them. */
  readonly flags: readonly string[]
  readonly description: string
  /** null: it takes none. */
  readonly value: Value | null
}

export interface DescribedCommand {
  readonly name: string
  readonly description: string
  readonly options: readonly DescribedOption[]
  readonly arguments: readonly Value[]
}

/** Ids that options take, by the option's name, e.g. `--strategies`. */
export type KnownIds = Readonly<Record<string, readonly string[]>>

/** By the word for it in the help: `<file>`, `[folder]`, `<session>`. */
function byName(name: string): Value {
  if (/file|path$/i.test(name)) return { kind: 'files' }
  if (/folder|dir/i.test(name)) return { kind: 'folders' }
  return { kind: /session/i.test(name) ? 'sessions' : 'any' }
}

function optionValue(option: Option, known: KnownIds): Value | null {
  if (!option.required && !option.optional) return null
  if (option.argChoices) return { kind: 'choices', choices: option.argChoices, list: false }
  const ids = known[option.long ?? '']
  if (ids) return { kind: 'choices', choices: ids, list: true }
  return byName(/[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? '')
}

const argumentOf = (argument: Argument): Value =>
  argument.argChoices ? { kind: 'choices', choices: argument.argChoices, list: false } : byName(argument.name())

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

function describeOptions(command: Command, known: KnownIds): DescribedOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map(option => ({
      flags: [option.short, option.long].filter(flag => flag !== undefined),
      description: oneLine(option.description),
      value: optionValue(option, known),
    }))
}

/** The program as a shell sees it: made from the commands themselves, so that it is as they are. */
export function describeProgram(
  program: Command,
  known: KnownIds,
): { root: DescribedCommand; commands: DescribedCommand[] } {
  const visible = program.createHelp().visibleCommands(program)
  const names = visible.map(command => command.name())
  const described = (command: Command): DescribedCommand => ({
    name: command.name(),
    description: oneLine(command.description()),
    options: describeOptions(command, known),
    arguments:
      command.name() === 'help'
        ? [{ kind: 'choices', choices: names, list: false }]
        : command.registeredArguments.map(argumentOf),
  })
  return { root: described(program), commands: visible.map(described) }
}
