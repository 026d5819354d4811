import { bytesOf, type Inventory, totalBytes } from '../../loop/retention/inventory.js'
import { TunewrightError } from '../../model/errors.js'
import type { OutputOptions } from '../options.js'
import type { CommandContext } from '../run.js'
import { cleanFolder } from './clean-folder.js'
import { cleanText, formatSize } from './clean-text.js'

export interface CleanOptions extends OutputOptions {
  readonly config?: string
  readonly olderThan?: number
  readonly all: boolean
  readonly dryRun: boolean
  readonly yes: boolean
}

/** What `tunewright clean` does: asks where it has to, cleans, and says what became of what was there. */
export async function clean(options: CleanOptions, context: CommandContext): Promise<void> {
  const { terminal } = context
  const done = await cleanFolder({ ...options, confirm: inventory => confirmed(inventory, options, context) })
  if (!options.quiet) terminal.print(cleanText(done, options.dryRun, terminal.colors, Date.now()))
  if (!options.json) return
  const figures = { bytes: totalBytes(done.inventory), freed: bytesOf(done.removed) }
  terminal.print(JSON.stringify({ dryRun: options.dryRun, ...figures, ...done }))
}

async function confirmed(
  inventory: Inventory,
  { yes, json }: CleanOptions,
  { terminal, interrupt }: CommandContext,
): Promise<boolean> {
  if (yes) return true
  if (!terminal.canAsk || json) {
    throw new TunewrightError(
      'INPUT_INVALID',
      '--all also removes what is remembered between sessions, and nobody can be asked.',
      {
        remedy: 'Add --yes where that is meant, or leave out --all.',
      },
    )
  }
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({
    message: `Remove all ${formatSize(totalBytes(inventory))} in ${inventory.folder}, and what is remembered between sessions?`,
    initialValue: false,
    output: terminal.progress,
    signal: interrupt.signal,
  })
  return !isCancel(answer) && answer
}
