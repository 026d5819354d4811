import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, TunewrightError } from '../model/errors.js'
import type { ImplementationType } from '../model/strategy.js'
import type { StrategyModule } from '../strategies/strategy-module.js'
import type { StrategySource } from './project-settings.js'

export interface LoadedStrategy {
  /** As the configuration names it. */
  readonly source: string
  /** Not yet held to what the loop relies on: registering does. */
  readonly module: StrategyModule<ImplementationType>
}

const firstLine = (message: string): string => (message.split('\n')[0] ?? '').trim()

/** Code of the user's: it runs as the configuration file itself does. What it imports of ours is what runs here, installed there or not. */
async function load({ name, from }: StrategySource): Promise<LoadedStrategy> {
  const [{ createJiti }, kit] = await Promise.all([import('jiti'), import('../strategies/kit.js')])
  const jiti = createJiti(pathToFileURL(join(dirname(from), 'strategies')).href, {
    fsCache: false,
    interopDefault: false,
    virtualModules: { 'tunewright/strategy': kit },
  })
  const failed = (what: string, remedy: string, cause?: unknown): TunewrightError =>
    new TunewrightError('INPUT_INVALID', `The strategy ${name} (named in ${from}) ${what}.`, {
      remedy,
      ...(cause === undefined ? {} : { cause }),
    })
  const exported = await jiti.import<Record<string, unknown>>(name).catch((cause: unknown) => {
    const missing = /Cannot find (?:module|package)/.test(messageOf(cause))
    throw failed(
      `cannot be loaded: ${firstLine(messageOf(cause))}`,
      missing
        ? 'Name it as it is seen from the configuration file, e.g. "./tunewright/late-fonts", and install what it imports.'
        : 'Correct the module, or take it out of the configuration.',
      cause,
    )
  })
  const module = exported.strategy ?? exported.default
  if (module === undefined)
    throw failed('exports no strategy', 'Let the module export what defineStrategy gives as `strategy`, or by default.')
  return { source: name, module: module as StrategyModule<ImplementationType> }
}

/**
 * Loads the strategies that a configuration file names: files, folders with an index, or packages.
 * @throws TunewrightError INPUT_INVALID for one that cannot be loaded, or exports none
 */
export async function loadStrategies(sources: readonly StrategySource[]): Promise<LoadedStrategy[]> {
  const loaded: LoadedStrategy[] = []
  for (const source of sources) loaded.push(await load(source))
  return loaded
}
