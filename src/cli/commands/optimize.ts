import { type Command, Option } from 'commander'
import { redactText } from '../../model/redaction/index.js'
import type { ApprovalAnswer, ApprovalRequest } from '../../model/session.js'
import { toJson } from '../../report/json.js'
import { EXIT } from '../exit-code.js'
import { optimizeFolder } from '../optimize-folder.js'
import {
  duration,
  INCLUDE_DIRTY,
  list,
  type ProjectOptions,
  SETTINGS_HELP,
  seed,
  withProjectOptions,
} from '../options.js'
import { outcomeText } from '../outcome-text.js'
import { previewFolder } from '../preview-folder.js'
import { previewText } from '../preview-text.js'
import { runCommandLine } from '../run.js'

interface OptimizeOptions extends ProjectOptions {
  readonly budget?: number
  readonly optimizers?: string[]
  readonly strategies?: string[]
  readonly report?: string
  readonly seed?: number
  readonly includeDirty: boolean
  readonly yes: boolean
  readonly dryRun: boolean
  readonly failIfNothingKept: boolean
}

const EXAMPLES = `
Examples:
  tunewright optimize                                  the project here
  tunewright optimize --dry-run                        what would be tried
  tunewright optimize shop --pages /,/products/lamp    these pages of ./shop
  tunewright optimize --profiles mobile --budget 10m   ten minutes, on a phone
  tunewright optimize --env API_KEY                    and with this variable
  tunewright optimize --report out.html                the report there
  tunewright optimize --json --quiet | tail -n 1       for programs

Your files, branches and node_modules are not touched: the work is done in a
private copy. What is proved to help is handed over as commits on a branch
tunewright/<session>, which you can look through, merge or delete.
${SETTINGS_HELP}`

/** `tunewright optimize`: measure, change, prove, and hand over a branch and a report. */
export const addOptimize = (program: Command): Command =>
  withProjectOptions(program.command('optimize').argument('[folder]', 'the project', '.'))
    .description('find what makes a project slow, change it, prove each change in a real browser, keep what helps')
    .addOption(new Option('--budget <time>', 'how long it may take, e.g. 10m (default: 30m)').argParser(duration))
    .addOption(new Option('--optimizers <ids>', 'only these optimizers').argParser(list))
    .addOption(new Option('--strategies <ids>', 'only these strategies').argParser(list))
    .option('--report <file>', 'where to write the report: .html, .md or .json, in a folder that is there')
    .addOption(new Option('--seed <number>', 'repeat the random choices of an earlier session').argParser(seed))
    .option('--include-dirty', INCLUDE_DIRTY, false)
    .option('-y, --yes', 'approve what asks for approval', false)
    .addOption(
      new Option('--dry-run', 'measure and say what would be tried, change nothing')
        .default(false)
        .conflicts(['report', 'failIfNothingKept']),
    )
    .option('--fail-if-nothing-kept', 'exit code 3 where nothing was worth keeping', false)
    .addHelpText('after', EXAMPLES)
    .action((folder: string, options: OptimizeOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const request = { folder, ...options, ...(options.yes && { approve }) }
        if (options.dryRun) {
          const preview = await previewFolder(request, context)
          terminal.print(previewText(preview, terminal.colors, process.stdout.columns || 80))
          if (options.json) terminal.print(JSON.stringify(preview))
          return EXIT.done
        }
        const done = await optimizeFolder(request, context)
        terminal.print(redactText(outcomeText(done.report, done.outcome, terminal.colors, terminal.width())))
        if (options.json) terminal.print(JSON.stringify(toJson(done.outcome)))
        return options.failIfNothingKept && done.outcome.kept === 0 ? EXIT.nothingKept : EXIT.done
      }),
    )

const approve = async ({ risk }: ApprovalRequest): Promise<ApprovalAnswer> => ({
  approved: true,
  by: 'the command line',
  reason: `--yes was given; the risk is ${risk}`,
})
