import { type Command, Option } from 'commander'
import type { CleanOptions } from '../clean/clean.js'
import { EXIT } from '../exit-code.js'
import { age, withOutputOptions } from '../options.js'
import { runCommandLine } from '../run.js'

const EXAMPLES = `
Examples:
  tunewright clean --dry-run          show what is there and what would go
  tunewright clean                    what is over the limits of age and size
  tunewright clean --older-than 0d    all work of ended sessions
  tunewright clean --all --yes        also what is remembered for later

Puts back what killed sessions left open and ends their processes, as every
start does. Sessions that are running, branches and patches that were handed
over are never touched. Limits: state.retention (30d) and state.cap (10GB) in a
configuration file, or TUNEWRIGHT_STATE_RETENTION and TUNEWRIGHT_STATE_CAP.`

/** `tunewright clean`: the state folder, what is in it, and what may go. */
export const addClean = (program: Command): Command =>
  withOutputOptions(program.command('clean'))
    .description('show what the state folder holds, and remove what ended sessions left longer than it is kept')
    .option('-c, --config <file>', 'configuration file (default: tunewright.config.* in this folder)')
    .addOption(new Option('--older-than <age>', 'ended sessions older than this, e.g. 7d').argParser(age))
    .option('--all', 'everything but running sessions and what was handed over; asks first', false)
    .option('--dry-run', 'remove nothing, only say what would go', false)
    .option('-y, --yes', 'do not ask', false)
    .addHelpText('after', EXAMPLES)
    .action((options: CleanOptions) =>
      runCommandLine(options, async context => {
        // The store is loaded only where something is to be done.
        const { clean } = await import('../clean/clean.js')
        await clean(options, context)
        return EXIT.done
      }),
    )
