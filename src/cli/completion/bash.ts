import type { DescribedCommand, Value } from './describe-program.js'
import { quoted, SESSIONS } from './shell-words.js'

/** The line that completes a value. */
function completeValue(value: Value): string {
  switch (value.kind) {
    case 'choices':
      return value.list
        ? `_tunewright_list ${quoted(value.choices.join(' '))}`
        : `COMPREPLY=($(compgen -W ${quoted(value.choices.join(' '))} -- "$cur"))`
    case 'files':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))'
    case 'folders':
      return 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur"))'
    case 'sessions':
      return `COMPREPLY=($(compgen -W "$(ls -1 ${SESSIONS} 2>/dev/null)" -- "$cur"))`
    case 'any':
      return ':'
  }
}

function commandCase({ name, options, arguments: [first] }: DescribedCommand): string {
  const values = options.flatMap(({ flags, value }) =>
    value === null ? [] : [`        ${flags.join('|')}) ${completeValue(value)}; return ;;`],
  )
  return `    ${name})
      case "$prev" in
${values.join('\n')}
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W ${quoted(options.flatMap(({ flags }) => flags).join(' '))} -- "$cur"))
      else ${first ? completeValue(first) : ':'}
      fi ;;`.replace('      case "$prev" in\n\n      esac\n', '')
}

/** The script that completes our commands in bash. */
export const bashCompletion = (
  root: DescribedCommand,
  commands: readonly DescribedCommand[],
): string => `# bash completion for tunewright
_tunewright_list() {
  local before= word
  [[ $cur == *,* ]] && before="\${cur%,*},"
  for word in $1; do
    [[ ,$before == *,$word,* ]] || COMPREPLY+=($(compgen -W "$before$word" -- "$cur"))
  done
  compopt -o nospace 2>/dev/null
}

_tunewright() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command= i
  # --option=value comes as three words.
  [[ $prev == = ]] && prev="\${COMP_WORDS[COMP_CWORD-2]}"
  [[ $cur == = ]] && cur= && prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${commands.map(({ name }) => name).join('|')}) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command" in
${commands.map(commandCase).join('\n')}
    *) COMPREPLY=($(compgen -W ${quoted([...commands.map(({ name }) => name), ...root.options.flatMap(({ flags }) => flags)].join(' '))} -- "$cur")) ;;
  esac
}
complete -F _tunewright tunewright
`
