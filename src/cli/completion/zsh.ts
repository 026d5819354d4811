import type { DescribedCommand, DescribedOption, Value } from './describe-program.js'
import { quoted, SESSIONS } from './shell-words.js'

/** Brackets and colons part what `_arguments` reads. */
const described = (text: string): string => text.replaceAll(/[[\]:\\]/g, '\\$&')

function action(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return value.list ? `_values -s , value ${value.choices.join(' ')}` : `(${value.choices.join(' ')})`
    case 'files':
      return '_files'
    case 'folders':
      return '_files -/'
    case 'sessions':
      return '_tunewright_sessions'
    case 'any':
      return ' '
  }
}

function optionSpec({ flags, description, value }: DescribedOption): string {
  const rest = `[${described(description)}]${value === null ? '' : `:value:${action(value)}`}`
  const exclusive = flags.length > 1 ? `(${flags.join(' ')})` : ''
  return flags.length > 1
    ? `${quoted(exclusive)}{${flags.join(',')}}${quoted(rest)}`
    : quoted(`${flags[0] ?? ''}${rest}`)
}

const commandCase = ({ name, options, arguments: places }: DescribedCommand): string => {
  const specs = [...options.map(optionSpec), ...places.map(place => quoted(`:argument:${action(place)}`))]
  return `        ${name}) _arguments -s ${specs.join(' ')} ;;`
}

/** The script that completes our commands in zsh. */
export const zshCompletion = (
  root: DescribedCommand,
  commands: readonly DescribedCommand[],
): string => `#compdef tunewright
_tunewright_sessions() {
  local -a sessions
  sessions=(\${(f)"$(ls -1 ${SESSIONS} 2>/dev/null)"})
  compadd -a sessions
}

_tunewright() {
  local context state line
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${described(description)}`)}`).join('\n')}
  )
  _arguments -C ${root.options.map(optionSpec).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}

if [[ $funcstack[1] == _tunewright ]]; then _tunewright "$@"; else compdef _tunewright tunewright; fi
`
