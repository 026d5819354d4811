import type { Command } from 'commander'
import { toJson } from '../../report/json.js'
import { askYesNo } from '../ask.js'
import { EXIT } from '../exit-code.js'
import { type RecordOptions, withRecordOptions } from '../options.js'
import { runCommandLine } from '../run.js'
import { withRecords } from '../with-records.js'

interface RollbackCommandOptions extends RecordOptions {
  readonly dryRun: boolean
  readonly yes: boolean
}

const EXAMPLES = `
Examples:
  tunewright rollback 20261125-e93d60              all that a session kept
  tunewright rollback 1f2e3d4c                     one change of it
  tunewright rollback latest --dry-run             only what would be done

A branch of ours that is as we left it, and not merged, is deleted (asked
first). What was merged, or is only a part, is reverted on a new branch
tunewright/rollback-<id>, for you to merge. Your checkout, index and branches
are not touched.`

const agree = (branches: readonly string[]) =>
  askYesNo(`Delete ${branches.join(', ')}? Nothing else holds ${branches.length === 1 ? 'it' : 'them'}.`)

/** `tunewright rollback`: takes back what was kept. */
export const addRollback = (program: Command): Command =>
  withRecordOptions(program.command('rollback').argument('<session|optimization>', 'its id, or the beginning of it'))
    .description('take back what was kept: delete its branch, or revert it on a new one')
    .option('--dry-run', 'work out what would be done, and change nothing', false)
    .option('-y, --yes', 'delete the branch without being asked', false)
    .addHelpText('after', EXAMPLES)
    .action((asked: string, options: RollbackCommandOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const [{ rollBack }, { rollbackText }] = await Promise.all([
          import('../../history/rollback/roll-back.js'),
          import('../rollback-text.js'),
        ])
        const steps = await withRecords(context, options.config, store =>
          rollBack(store, asked, { dryRun: options.dryRun, ...(!options.yes && { confirm: agree }) }),
        )
        terminal.print(rollbackText(steps, terminal.colors))
        if (options.json) terminal.print(JSON.stringify(toJson(steps)))
        return EXIT.done
      }),
    )
