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

What names a folder that is there is taken for a folder. Nothing is changed, and
sessions that run go on.`

const isFolder = async (at: string): Promise<boolean> => (await stat(at).catch(() => null))?.isDirectory() ?? false

/** `tunewright history`: what was done so far, and what became of it. */
export const addHistory = (program: Command): Command =>
  withRecordOptions(program.command('history').argument('[folder|session]', 'a project, or the id of a session', '.'))
    .description('list the sessions on a project, or show one in detail')
    .option('--all', 'sessions on all projects', false)
    .addOption(new Option('--limit <number>', 'so many sessions at most').argParser(count).default(10))
    .addHelpText('after', EXAMPLES)
    .action((asked: string, options: HistoryOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const folder = options.all ? undefined : asked
        const text = await withRecords(context, options.config, async store => {
          if (options.all || (await isFolder(asked))) {
            const [{ listSessions }, { historyText }] = await Promise.all([
              import('../../history/list.js'),
              import('../history-text.js'),
            ])
            const sessions = await listSessions(store, {
              limit: options.limit,
              ...(folder !== undefined && { folder }),
            })
            return { text: historyText(sessions, terminal.colors), data: { sessions } }
          }
          const [{ findById }, { sessionDetail }, { sessionText }] = await Promise.all([
            import('../../history/find.js'),
            import('../../history/detail.js'),
            import('../session-text.js'),
          ])
          const detail = await sessionDetail(store, (await findById(store, asked)).session)
          return { text: sessionText(detail, terminal.colors), data: detail }
        })
        terminal.print(text.text)
        if (options.json) terminal.print(JSON.stringify(toJson(text.data)))
        return EXIT.done
      }),
    )
