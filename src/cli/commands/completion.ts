import { Argument, type Command } from 'commander'
import { EXIT } from '../exit-code.js'
import { runCommandLine } from '../run.js'

const SHELLS = ['bash', 'zsh', 'fish'] as const

const EXAMPLES = `
Examples:
  tunewright completion bash > \\
    ~/.local/share/bash-completion/completions/tunewright
  tunewright completion zsh > "\${fpath[1]}/_tunewright"
  tunewright completion fish > ~/.config/fish/completions/tunewright.fish
  source <(tunewright completion bash)     only for this shell

It completes commands, options, and the names that options take; it is made
from the commands of this version.`

/** `tunewright completion`: a script by which a shell completes our commands. */
export const addCompletion = (program: Command): Command =>
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'the shell that is to complete').choices(SHELLS))
    .description('print a script by which a shell completes commands and options')
    .addHelpText('after', EXAMPLES)
    .action((shell: (typeof SHELLS)[number]) =>
      runCommandLine({ quiet: true, color: true, debug: false }, async ({ terminal }) => {
        const { completionScript } = await import('../completion/completion-script.js')
        terminal.print(completionScript(program, shell).trimEnd())
        return EXIT.done
      }),
    )
