import { effectSentence } from '../history/effect-sentence.js'
import type { RollbackStep } from '../history/rollback/roll-back.js'
import type { Rollback } from '../model/history.js'
import { dateText } from './date-text.js'
import type { Colors } from './terminal.js'
import { wrap } from './wrap.js'

/** What a rollback came to, for the terminal: what was done, whether all is back, and what is left to do. */
export const rollbackText = (steps: readonly RollbackStep[], colors: Colors): string =>
  steps.map(step => stepLines(step, colors).join('\n')).join('\n\n')

function stepLines({ outcome, rollback, notes }: RollbackStep, colors: Colors): string[] {
  const remarks = notes.map(note => wrap('  ', note))
  if (!rollback) return [colors.bold('Nothing to take back'), ...remarks]
  const heads = {
    done: colors.green('Taken back'),
    'done-before': `Taken back already, ${dateText(rollback.at)}`,
    planned: 'Would be taken back (dry run: nothing was changed)',
    nothing: '',
  }
  return [
    colors.bold(heads[outcome]),
    wrap('  ', sentence(effectSentence(rollback.effect))),
    ...remarks,
    ...filesLines(rollback),
    ...(outcome === 'planned' ? [] : nextLines(rollback)),
  ]
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function filesLines({ effect, files }: Rollback): string[] {
  if (effect.kind === 'branch-deleted') return [wrap('  ', 'No other branch had it: your files never held the change.')]
  const back = files.filter(({ state }) => state === 'back').length
  const others = files.filter(({ state }) => state === 'changed-since').map(({ path }) => path)
  return [
    wrap('  ', `${back} of ${files.length} files are byte for byte as they were before the change.`),
    ...(others.length > 0
      ? [wrap('  ', `Changed since by others too, so only our part was taken out: ${others.join(', ')}`)]
      : []),
  ]
}

function nextLines({ effect }: Rollback): string[] {
  if (effect.kind === 'branch-made') return [`  Next: git merge ${effect.branch}`]
  return effect.kind === 'patch-written' ? [`  Next: git apply ${effect.file}`] : []
}
