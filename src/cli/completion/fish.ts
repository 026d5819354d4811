import type { DescribedCommand, DescribedOption, Value } from './describe-program.js'
import { quoted } from './shell-words.js'

/** In fish a backslash within quotes is one of its own where a quote or a backslash follows. */
const word = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

function values(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return value.list
        ? `-xa ${word(`(__fish_append , ${value.choices.join(' ')})`)}`
        : `-xa ${word(value.choices.join(' '))}`
    case 'files':
      return '-rF'
    case 'folders':
      return `-xa ${word('(__fish_complete_directories)')}`
    case 'sessions':
      return `-xa ${word('(__tunewright_sessions)')}`
    case 'any':
      return '-x'
  }
}

function optionLine(condition: string, { flags, description, value }: DescribedOption): string {
  const names = flags.map(flag => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const takes = value === null ? [] : [values(value)]
  return ['complete -c tunewright', `-n ${quoted(condition)}`, ...names, ...takes, `-d ${word(description)}`].join(' ')
}

function commandLines({ name, description, options, arguments: [first] }: DescribedCommand): string[] {
  const condition = `__fish_seen_subcommand_from ${name}`
  return [
    `complete -c tunewright -n '__fish_use_subcommand' -a ${name} -d ${word(description)}`,
    ...(first && first.kind !== 'any' ? [`complete -c tunewright -n ${quoted(condition)} ${values(first)}`] : []),
    ...options.map(option => optionLine(condition, option)),
  ]
}

/** The script that completes our commands in fish. */
export const fishCompletion = (
  root: DescribedCommand,
  commands: readonly DescribedCommand[],
): string => `# fish completion for tunewright
function __tunewright_sessions
    set -l state $TUNEWRIGHT_HOME
    test -z "$state"; and set state (test -n "$XDG_STATE_HOME"; and echo $XDG_STATE_HOME; or echo $HOME/.local/state)/tunewright
    ls -1 $state/sessions 2>/dev/null
end
complete -c tunewright -f
${[...root.options.map(option => optionLine('__fish_use_subcommand', option)), ...commands.flatMap(commandLines)].join('\n')}
`
