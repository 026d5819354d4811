import { type Command, Option } from 'commander'
import { redactText } from '../../model/redaction/index.js'
import { toJson } from '../../report/json.js'
import { analysisText } from '../analysis-text.js'
import { analyzeFolder } from '../analyze-folder.js'
import { EXIT } from '../exit-code.js'
import { count, INCLUDE_DIRTY, type ProjectOptions, SETTINGS_HELP, withProjectOptions } from '../options.js'
import { runCommandLine } from '../run.js'

interface AnalyzeOptions extends ProjectOptions {
  readonly loads?: number
  readonly includeDirty: boolean
  readonly verbose: boolean
}

const EXAMPLES = `
Examples:
  tunewright analyze                             the project in this folder
  tunewright analyze shop --pages /,/checkout    these pages of ./shop
  tunewright analyze --verbose                   all of what was found, by file
  tunewright analyze --json | tail -n 1          the whole analysis for programs

Nothing is changed: the project is built and measured in a private copy.
${SETTINGS_HELP}`

/** `tunewright analyze`: where the time goes, and what could be done about it. */
export const addAnalyze = (program: Command): Command =>
  withProjectOptions(program.command('analyze').argument('[folder]', 'the project', '.'))
    .description('measure a project, show where the time goes and what could be done; changes nothing')
    .addOption(new Option('--loads <number>', 'timed loads per page and profile (default: 3)').argParser(count))
    .option('-v, --verbose', 'all points of each page, and its files and packages', false)
    .option('--include-dirty', INCLUDE_DIRTY, false)
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: AnalyzeOptions) =>
      runCommandLine(options, async context => {
        const { analysis, leftOut } = await analyzeFolder({ folder, ...options }, context)
        context.terminal.print(
          redactText(
            analysisText(analysis, context.terminal.colors, context.terminal.width(), leftOut, options.verbose),
          ),
        )
        if (options.json) context.terminal.print(JSON.stringify(toJson(analysis)))
        return EXIT.done
      }),
    )
