import { TunewrightError } from '../model/errors.js'
import { printable } from '../report/printable.js'
import type { WorkspaceTarget } from '../target/workspace-targets.js'
import type { CommandContext } from './run.js'

/**
 * Asks on the terminal which package is meant.
 * @returns its folder
 * @throws TunewrightError CANCELLED where the question is left with Ctrl-C or Escape
 */
export async function askForPackage(
  targets: readonly WorkspaceTarget[],
  { terminal, interrupt }: CommandContext,
): Promise<string> {
  const { isCancel, select } = await import('@clack/prompts')
  const answer = await select({
    message: 'Which package is to be worked on?',
    options: targets.map(({ member, summary }) => ({
      value: member.folder,
      label: member.path === '.' ? 'the root itself' : printable(member.name),
      hint: printable(member.path === '.' ? summary : `${member.path}: ${summary}`),
    })),
    // Results go to the standard output, questions do not.
    output: terminal.progress,
    signal: interrupt.signal,
  })
  if (!isCancel(answer)) return answer
  throw new TunewrightError('CANCELLED', 'No package was chosen.', { remedy: 'Start again when ready.' })
}
