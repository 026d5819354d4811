import type { Command } from 'commander'
import { EXIT } from '../exit-code.js'
import { initFolder } from '../init/init-folder.js'
import { initText } from '../init/init-text.js'
import { type OutputOptions, PACKAGE, withOutputOptions } from '../options.js'
import { runCommandLine } from '../run.js'

interface InitOptions extends OutputOptions {
  readonly package?: string
  readonly print: boolean
  readonly dryRun: boolean
  readonly force: boolean
}

const EXAMPLES = `
Examples:
  tunewright init                      detect it, write tunewright.config.ts
  tunewright init --print              show the file, write nothing
  tunewright init . --package web      for one package of a workspace

A configuration file that is there is not overwritten; --force gives it another
name and says which.`

/** `tunewright init`: a typed configuration file from what is detected. */
export const addInit = (program: Command): Command =>
  withOutputOptions(program.command('init').argument('[folder]', 'the project', '.'))
    .description('detect a project, show how it is known, and write a typed tunewright.config.ts')
    .option('--package <package>', PACKAGE)
    .option('--print', 'print the file to the standard output, write nothing', false)
    .option('--dry-run', 'the same as --print', false)
    .option('--force', 'replace a configuration file that is there, which gets another name', false)
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: InitOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const print = options.print || options.dryRun
        const done = await initFolder({ folder, ...options, print }, context)
        // The file alone goes to the standard output, so that it can be redirected.
        if (print && !options.json) {
          if (!options.quiet) terminal.progress.write(`${initText(done, terminal.progressColors, terminal.width())}\n`)
          terminal.print(done.text.trimEnd())
        } else if (!options.quiet) terminal.print(initText(done, terminal.colors, terminal.width()))
        if (options.json) {
          const { found, problem, text, written } = done
          terminal.print(
            JSON.stringify({ found, problem, text, file: written?.file ?? null, replaced: written?.replaced ?? [] }),
          )
        }
        return EXIT.done
      }),
    )
