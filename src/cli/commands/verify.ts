import type { Command } from 'commander'
import { toJson } from '../../report/json.js'
import { EXIT } from '../exit-code.js'
import { type RecordOptions, withRecordOptions } from '../options.js'
import { runCommandLine } from '../run.js'
import { withRecords } from '../with-records.js'

const EXAMPLES = `
Examples:
  tunewright verify 20261125-e93d60    every verdict of a session
  tunewright verify latest             of the last session
  tunewright verify 1f2e3d4c           one change (ids: history <session>)

Exit codes: 0 all comes out as recorded, 1 something does not or cannot be
checked any more, 2 an unknown id.`

/** `tunewright verify`: whether what is recorded follows from what was measured. */
export const addVerify = (program: Command): Command =>
  withRecordOptions(program.command('verify').argument('<session|optimization>', 'its id, or the beginning of it'))
    .description('recompute verdicts from the raw samples, and compare them and the commits with the record')
    .addHelpText('after', EXAMPLES)
    .action((asked: string, options: RecordOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const [{ verifyById }, { verifyText }] = await Promise.all([
          import('../../history/verify/verify-session.js'),
          import('../verify-text.js'),
        ])
        const verification = await withRecords(context, options.config, store => verifyById(store, asked))
        terminal.print(verifyText(verification, terminal.colors))
        if (options.json) terminal.print(JSON.stringify(toJson(verification)))
        return verification.isSame ? EXIT.done : EXIT.failed
      }),
    )
