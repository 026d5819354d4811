import { type Command, Option } from 'commander'
import type { AgainOutcome } from '../../history/verify/compare-again.js'
import { TunewrightError } from '../../model/errors.js'
import { redactText } from '../../model/redaction/index.js'
import { toJson } from '../../report/json.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { duration, environmentVariable, type RecordOptions, seed, withRecordOptions } from '../options.js'
import { runCommandLine } from '../run.js'
import { withRecords } from '../with-records.js'

interface VerifyOptions extends RecordOptions {
  readonly again: boolean
  readonly budget?: number
  readonly seed?: number
  readonly env: Readonly<Record<string, string>>
}

const EXAMPLES = `
Examples:
  tunewright verify 20261125-e93d60    every verdict of a session
  tunewright verify latest             of the last session
  tunewright verify 1f2e3d4c           one change (ids: history <session>)
  tunewright verify proof-1f2e3d4c     a comparison
  tunewright verify 1f2e3d4c --again   build before and after, measure afresh

Exit codes: 0 all comes out as recorded, 1 something does not or cannot be
checked any more, 2 an unknown id. With --again: 0 the same verdict once more,
1 another one, 3 not decided this time, 2 an unknown id.`

/** `tunewright verify`: whether what is recorded follows from what was measured, or holds when it is measured afresh. */
export const addVerify = (program: Command): Command =>
  withRecordOptions(
    program.command('verify').argument('<id>', 'of a session, an optimization or a comparison, or the beginning of it'),
  )
    .description('recompute verdicts from the raw samples and compare them with the record, or measure afresh')
    .option('--again', 'build the versions and measure them afresh', false)
    .addOption(new Option('--budget <time>', 'how long that may take (default: as it had, or 10m)').argParser(duration))
    .addOption(new Option('--seed <number>', 'of its random choices (default: drawn)').argParser(seed))
    .addOption(
      new Option('--env <NAME>', 'pass a variable on to build and service; may be repeated, also NAME=value')
        .argParser(environmentVariable)
        .default({}, 'none'),
    )
    .addHelpText('after', EXAMPLES)
    .action((asked: string, options: VerifyOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        if (!options.again && (options.budget !== undefined || options.seed !== undefined || hasAny(options.env)))
          throw new TunewrightError('INPUT_INVALID', '--budget, --seed and --env are about measuring afresh.', {
            remedy: 'Add --again, or leave them out: without it nothing is built or measured.',
          })
        if (options.again) {
          const [{ verifyAgain }, { againText }, { provingText }] = await Promise.all([
            import('../verify-again.js'),
            import('../again-text.js'),
            import('../proving-text.js'),
          ])
          const measured = await verifyAgain(asked, options, context)
          const { proving, outcome, plan } = measured
          const text = `${provingText(proving, terminal.colors, terminal.width())}\n${againText(measured, terminal.colors, terminal.width())}`
          terminal.print(redactText(text))
          if (options.json) terminal.print(JSON.stringify(toJson({ repeats: plan.repeats, ...outcome, proving })))
          return AGAIN[outcome.verdict]
        }
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

const hasAny = (variables: Readonly<Record<string, string>>): boolean => Object.keys(variables).length > 0

const AGAIN: Readonly<Record<AgainOutcome['verdict'], ExitCode>> = {
  same: EXIT.done,
  different: EXIT.failed,
  undecided: EXIT.nothingKept,
}
