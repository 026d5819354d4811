import { stat } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { toJson } from '../../report/json.js'
import { EXIT } from '../exit-code.js'
import { count, type RecordOptions, withRecordOptions } from '../options.js'
import { runCommandLine } from '../run.js'
import { withRecords } from '../with-records.js'

interface HistoryOptions extends RecordOptions {
  readonly all: boolean
  readonly limit: number
}

const EXAMPLES = `
Examples:
  tunewright history                    those on this project, latest first
  tunewright history --all --limit 50   those on all projects
  tunewright history latest             the last one, with its evidence
  tunewright history 20261125           a session by the beginning of its id
  tunewright history proof-1f2e3d4c     a comparison

What names a folder that is there is taken for a folder. Nothing is changed, and
sessions that run go on.`

const isFolder = async (at: string): Promise<boolean> => (await stat(at).catch(() => null))?.isDirectory() ?? false

/** `tunewright history`: what was done so far, and what became of it. */
export const addHistory = (program: Command): Command =>
  withRecordOptions(
    program.command('history').argument('[folder|id]', 'a project, or the id of a session or a comparison', '.'),
  )
    .description('list the sessions and comparisons on a project, or show one in detail')
    .option('--all', 'those on all projects', false)
    .addOption(new Option('--limit <number>', 'so many at most').argParser(count).default(10))
    .addHelpText('after', EXAMPLES)
    .action((asked: string, options: HistoryOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const folder = options.all ? undefined : asked
        const text = await withRecords(context, options.config, async store => {
          if (options.all || (await isFolder(asked))) {
            const [{ latest }, { historyText }] = await Promise.all([
              import('../../history/list.js'),
              import('../history-text.js'),
            ])
            const { sessions, comparisons } = await latest(store, {
              limit: options.limit,
              ...(folder !== undefined && { folder }),
            })
            return { text: historyText(sessions, comparisons, terminal.colors), data: { sessions, comparisons } }
          }
          const [{ findRecord }, { sessionDetail }, { sessionText }, { comparisonDetailText }] = await Promise.all([
            import('../../history/find.js'),
            import('../../history/detail.js'),
            import('../session-text.js'),
            import('../comparison-text.js'),
          ])
          const found = await findRecord(store, asked)
          if ('comparison' in found) {
            const { proving } = found.comparison
            const again = await store.comparisons.list({ repeating: proving.id })
            return {
              text: comparisonDetailText(proving, again, terminal.colors, terminal.width()),
              data: { ...proving, again },
            }
          }
          const detail = await sessionDetail(store, found.session)
          return { text: sessionText(detail, terminal.colors), data: detail }
        })
        terminal.print(text.text)
        if (options.json) terminal.print(JSON.stringify(toJson(text.data)))
        return EXIT.done
      }),
    )
