import type { Command } from 'commander'
import { createFrameworks } from '../../frameworks/index.js'
import { StrategyCatalogue } from '../../loop/strategy-catalogue.js'
import { PROFILES } from '../../model/profile.js'
import { STRATEGIES } from '../../strategies/registry.generated.js'
import { bashCompletion } from './bash.js'
import { describeProgram, type KnownIds } from './describe-program.js'
import { fishCompletion } from './fish.js'
import { zshCompletion } from './zsh.js'

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const

function knownIds(): KnownIds {
  const frameworks = [...createFrameworks(new StrategyCatalogue(STRATEGIES).manifests).values()]
  const optimizers = frameworks.flatMap(framework => framework.optimizers)
  const strategies = optimizers.flatMap(optimizer => optimizer.strategies)
  return {
    '--profiles': Object.keys(PROFILES),
    '--optimizers': [...new Set(optimizers.map(({ id }) => id))],
    '--strategies': [...new Set(strategies.map(({ id }) => id))],
  }
}

/** The script by which a shell completes the commands of a program. */
export function completionScript(program: Command, shell: keyof typeof SCRIPTS): string {
  const { root, commands } = describeProgram(program, knownIds())
  return SCRIPTS[shell](root, commands)
}
