import { Argument, type Command } from 'commander'
import { TunewrightError } from '../../model/errors.js'
import { EXIT } from '../exit-code.js'
import { type OutputOptions, withOutputOptions } from '../options.js'
import { runCommandLine } from '../run.js'

interface StrategyOptions extends OutputOptions {
  readonly folder: string
  readonly config?: string
}

const ACTIONS = ['list', 'show', 'new'] as const
type Action = (typeof ACTIONS)[number]

const EXAMPLES = `
Examples:
  tunewright strategy list                       what there is, and for what
  tunewright strategy show lcp-preload           what it asks for and must show
  tunewright strategy new late-fonts             one of your own, in this folder
  tunewright strategy list --folder shop         with those that ./shop adds

A strategy of your own is a module that the configuration file names:
  strategies: ['./tunewright/late-fonts']`

const wrongUse = (message: string, remedy: string) => new TunewrightError('INPUT_INVALID', message, { remedy })

async function listStrategies({ folder, config, json }: StrategyOptions, print: (text: string) => void): Promise<void> {
  const { knownStrategies } = await import('../strategy/known-strategies.js')
  const { strategyList } = await import('../strategy/strategy-text.js')
  const known = await knownStrategies(folder, config)
  print(
    json
      ? JSON.stringify(
          known.map(({ manifest: { id, name, description }, targets, source }) => ({
            id,
            name,
            description,
            targets,
            source,
          })),
        )
      : strategyList(known),
  )
}

/** `tunewright strategy`: what strategies there are, and a start for one of one's own. */
export const addStrategy = (program: Command): Command =>
  withOutputOptions(
    program
      .command('strategy')
      .addArgument(new Argument('<action>', 'what to do').choices(ACTIONS))
      .argument('[id]', 'the strategy: its id, or that of the new one')
      .option('--folder <folder>', 'the project', '.')
      .option('-c, --config <file>', 'configuration file (default: tunewright.config.* in the folder)'),
  )
    .description('list and show strategies, and make one of your own')
    .addHelpText('after', EXAMPLES)
    .action((action: Action, id: string | undefined, options: StrategyOptions) =>
      runCommandLine(options, async ({ terminal }) => {
        const { folder, config, json } = options
        if (action === 'list') {
          if (id !== undefined)
            throw wrongUse(`strategy list takes no id, but "${id}" was given.`, 'Name a project by --folder.')
          await listStrategies(options, terminal.print)
          return EXIT.done
        }
        if (id === undefined)
          throw wrongUse(`strategy ${action} takes an id.`, `Name it, e.g. tunewright strategy ${action} late-fonts.`)
        const { knownStrategies, strategyOf } = await import('../strategy/known-strategies.js')
        const { madeText, strategyText } = await import('../strategy/strategy-text.js')
        if (action === 'show') {
          const found = strategyOf(await knownStrategies(folder, config), id)
          terminal.print(json ? JSON.stringify(found) : strategyText(found, terminal.colors, terminal.width()))
        } else {
          const { newStrategy } = await import('../strategy/new-strategy.js')
          const made = await newStrategy(folder, id, config)
          terminal.print(json ? JSON.stringify(made) : madeText(made))
        }
        return EXIT.done
      }),
    )
