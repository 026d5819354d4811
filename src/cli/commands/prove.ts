import { type Command, Option } from 'commander'
import type { Proving, ProvingOutcome } from '../../model/proving.js'
import { redactText } from '../../model/redaction/index.js'
import { comparisonToJson } from '../../report/json.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { duration, type ProjectOptions, SETTINGS_HELP, seed, withProjectOptions } from '../options.js'
import { proveVersions } from '../prove-versions.js'
import { provingText } from '../proving-text.js'
import { runCommandLine } from '../run.js'

interface ProveOptions extends ProjectOptions {
  readonly notWorse: boolean
  readonly budget?: number
  readonly seed?: number
  readonly report?: string
}

const EXAMPLES = `
Examples:
  tunewright prove main my-branch            two branches of the project here
  tunewright prove HEAD .                    what is not committed yet
  tunewright prove main HEAD --not-worse     a change that is not about speed
  tunewright prove v1 v2 shop --pages /cart  this page of ./shop
  tunewright prove ../before ../after        two folders
  tunewright prove http://localhost:3000 http://localhost:4000
  tunewright prove main HEAD --report pr.md  with a report for a pull request

A version is a revision of the project's repository, a folder, or the URL of a
site that runs on this machine. A folder is taken as it is, uncommitted work
included. Both are built and measured in private copies: nothing of yours is
touched. What runs already is loaded, and neither built nor restarted.

Exit codes: 0 shown; 3 not shown (no gain, or not decided); 4 worse or broken.
${SETTINGS_HELP}`

/** `tunewright prove`: two versions held against each other, whoever made the change. */
export const addProve = (program: Command): Command =>
  withProjectOptions(
    program
      .command('prove')
      .argument('<base>', 'the version to compare with: a revision, a folder, or a local URL')
      .argument('<candidate>', 'the version that is to be better')
      .argument('[folder]', 'the project', '.'),
  )
    .description('prove that one version of a project is better than another (or not worse), and breaks nothing')
    .option('--not-worse', 'it is enough that nothing is worse or broken', false)
    .addOption(new Option('--budget <time>', 'how long it may take, e.g. 5m (default: 10m)').argParser(duration))
    .addOption(new Option('--seed <number>', 'repeat the random choices of an earlier run').argParser(seed))
    .option('--report <file>', 'where to write it too: .html, .md or .json, in a folder that is there')
    .addHelpText('after', EXAMPLES)
    .action((base: string, candidate: string, folder: string, options: ProveOptions) =>
      runCommandLine(options, async context => {
        const { terminal } = context
        const { proving, reports } = await proveVersions(
          { base, candidate, folder, ...options, aim: options.notWorse ? 'not-worse' : 'better' },
          context,
        )
        terminal.print(redactText(provingText(proving, terminal.colors, terminal.width())))
        terminal.print(whereText(proving, reports))
        if (options.json) terminal.print(comparisonToJson(proving))
        return EXIT_OF[proving.outcome]
      }),
    )

/** Where to find it again. */
const whereText = ({ id }: Proving, reports: readonly string[]): string =>
  [
    ...reports.map((file, index) => `${index === 0 ? 'Report    ' : '          '}${file}`),
    `On record ${id} (tunewright history, verify or report ${id})`,
    '',
  ].join('\n')

const EXIT_OF: Readonly<Record<ProvingOutcome, ExitCode>> = {
  better: EXIT.done,
  'not-worse': EXIT.done,
  'no-gain': EXIT.nothingKept,
  undecided: EXIT.nothingKept,
  worse: EXIT.worse,
  broken: EXIT.worse,
}
