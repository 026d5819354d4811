import type { ProgressEvent, Stage } from '../../model/progress.js'
import { effectLine, gainsOf } from '../../report/effect-text.js'
import { printable } from '../../report/printable.js'
import type { Colors } from '../terminal.js'

/** @param milliseconds elapsed; @returns `m:ss`, or `h:mm:ss` from an hour on. */
export function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1_000)
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60]
  const [hours = 0, minutes = 0, rest = 0] = parts
  const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(rest).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${tail}` : tail
}

const STAGES: Record<Stage, string> = {
  prepare: 'Preparing',
  observe: 'Measuring',
  diagnose: 'Diagnosing',
  propose: 'Proposing',
  decide: 'Deciding',
  apply: 'Changing',
  prove: 'Proving',
  settle: 'Settling',
  learn: 'Learning',
  'final-proof': 'Proving the whole',
  deliver: 'Handing over',
}

export const stageName = (stage: Stage): string => STAGES[stage]

/** What a step says, with its count where it has one. */
export function stepText(event: Extract<ProgressEvent, { kind: 'step' }>): string {
  const text = printable(event.message)
  const counted = event.done !== undefined && event.of !== undefined
  return counted && !text.includes(` of ${event.of}`) ? `${text} (${event.done} of ${event.of})` : text
}

const MARKS = { kept: '✔', rejected: '✖', inconclusive: '…' } as const
const WORDS = { kept: 'kept', rejected: 'put back', inconclusive: 'undecided, put back' } as const

/** A verdict in two lines that stay: what came of which candidate, and why. */
export function verdictLines(event: Extract<ProgressEvent, { kind: 'verdict' }>, colors: Colors): string[] {
  const { verdict } = event
  const tone = { kept: colors.green, rejected: colors.red, inconclusive: colors.yellow }[verdict.outcome]
  const name = `${event.strategyId}/${event.candidate}`
  const commit = event.commit ? colors.dim(` ${event.commit.slice(0, 10)}`) : ''
  const gains = verdict.outcome === 'kept' ? gainsOf(verdict.effects).slice(0, 2).map(effectLine) : []
  return [
    `${tone(`${MARKS[verdict.outcome]} ${WORDS[verdict.outcome]}`)}  ${colors.bold(printable(name))}${commit}`,
    `  ${printable(verdict.reason)}`,
    ...gains.map(gain => colors.dim(`  ${printable(gain)}`)),
  ]
}

/** What was handed over. */
export function deliveryText({ delivery }: Extract<ProgressEvent, { kind: 'delivered' }>): string {
  if (delivery.branch) {
    const count = delivery.commits.length
    return `Branch ${printable(delivery.branch)} with ${count} ${count === 1 ? 'commit' : 'commits'}`
  }
  return delivery.patch ? `Patch ${printable(delivery.patch)}` : 'Nothing was kept, so nothing is handed over'
}
