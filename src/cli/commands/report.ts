import type { Command } from 'commander'
import { EXIT } from '../exit-code.js'
import { type RecordOptions, withRecordOptions } from '../options.js'
import { reportPath } from '../report-file.js'
import { runCommandLine } from '../run.js'
import { withRecords } from '../with-records.js'
import { writeStoredReport } from '../write-stored-report.js'

interface ReportOptions extends RecordOptions {
  readonly output?: string
}

const EXAMPLES = `
Examples:
  tunewright report                                the last one, in its folder
  tunewright report 20261125-e93d60 -o out.html    of that one, there
  tunewright report latest --output out.json       for programs
  tunewright report proof-1f2e3d4c -o pr.md        of a comparison

Nothing is measured. What was cleaned away in the meantime is said in the
report.`

/** `tunewright report`: the report of a stored session or comparison once more. */
export const addReport = (program: Command): Command =>
  withRecordOptions(
    program.command('report').argument('[id]', 'of a session or a comparison, or the beginning of it', 'latest'),
  )
    .description('write the report of a session or a comparison again')
    .option('-o, --output <file>', 'where to write it (default: report.html in its folder)')
    .addHelpText('after', EXAMPLES)
    .action((asked: string, options: ReportOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const output = options.output === undefined ? null : await reportPath(options.output)
        const written = await withRecords(context, options.config, store => writeStoredReport(store, asked, output))
        terminal.print(written.report)
        if (options.json) terminal.print(JSON.stringify(written))
        return EXIT.done
      }),
    )
