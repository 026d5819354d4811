import type { AppliedChange, Candidate } from '../model/actuator.js'
import type { Judgement, Verdict } from '../model/experiment.js'
import { shortName } from '../model/short-name.js'
import type { OptimizationStrategy } from '../model/strategy.js'
import { effectLine, headlineGain } from './effect-text.js'
import { effectSize, formatNumber } from './format.js'
import { printable } from './printable.js'
import { shownOtherwise } from './shown-otherwise.js'
import { unseenIn } from './unseen.js'

export interface CommitEvidence {
  readonly strategy: Pick<OptimizationStrategy, 'id' | 'name'>
  readonly candidate: Pick<Candidate, 'id' | 'title' | 'shortTitle'>
  readonly applied: Pick<AppliedChange, 'summary' | 'details' | 'refusals' | 'replaced'>
  readonly verdict: Verdict
  /** Where the verdict is that of several changes as one: the names of the other strategies. */
  readonly together?: readonly string[]
  readonly sessionId: string
}

const SUBJECT = 72
const WIDTH = 76
/** A part of a title that is shorter says too little. */
const LEAST_PART = 15
/** Longer lists are in the report; a message must stay readable in `git log`. */
const MOST_DETAILS = 20
const MOST_REFUSALS = 10

/**
 * The message of a kept change: a subject of at most 72 characters, then what was done, the evidence, and how to check it.
 * Everything that comes from a project (paths, titles) is kept on its line, so that it cannot form a trailer or a second subject.
 */
export function commitMessage(evidence: CommitEvidence): string {
  const { strategy, candidate, applied, verdict, together = [], sessionId } = evidence
  // A felt metric that is no better is nothing against a change; what was measured of it stands in the report.
  const met = verdict.judgements.filter(judgement => judgement.outcome === 'met')
  const required = met.filter(({ kind }) => kind === 'criterion' || kind === 'felt')
  const guarded = met.filter(({ kind }) => kind === 'guard' || kind === 'trigger' || kind === 'constraint')
  const title = oneLine(candidate.shortTitle ?? candidate.title) || oneLine(candidate.title) || strategy.name
  const paragraphs = [
    // A gain of several changes is nobody's own.
    together.length > 0 ? shorten(title, SUBJECT) : subject(title, verdict),
    wrap(oneLine(applied.summary), ''),
    list('', applied.details, MOST_DETAILS),
    list('', shownOtherwise(applied), MOST_DETAILS),
    list(
      `Evidence (${strategy.id}/${candidate.id}, ${verdict.blocks} paired blocks in a real browser)${together.length > 0 ? `, of one change with ${together.join(', ')}, none of them timed by itself` : ''}:`,
      unique(verdict.effects.map(effectLine)),
    ),
    list('Required, and shown:', unique(required.map(judgementLine))),
    list('Guarded, and shown not to be worse:', unique(guarded.map(judgementLine))),
    list(
      'Left alone:',
      applied.refusals.map(refusal => `${refusal.subject}: ${refusal.reason}`),
      MOST_REFUSALS,
    ),
    wrap(
      `A change that does harm or nothing would have passed with a chance of at most ${formatNumber(verdict.alphaSpent * 100, 3)} %. ${unseenIn(verdict).join(' ')}`.trim(),
      '',
    ),
    wrap(
      `To check it: build this commit and the one before it, and load both in turn under the same network and CPU. To take it back: git revert this commit.`,
      '',
    ),
    `Tunewright-Session: ${oneLine(sessionId)}`,
  ]
  return `${paragraphs.filter(paragraph => paragraph !== '').join('\n\n')}\n`
}

function subject(title: string, verdict: Verdict): string {
  const gain = headlineGain(verdict.effects)
  const what = verdict.bytesOnly ? 'bytes only' : gain && `${shortName(gain.metric)} ${effectSize(gain)}`
  const suffix = what ? ` (${what})` : ''
  return `${shorten(title, SUBJECT - [...suffix].length)}${suffix}`
}

/** What rests on an interval stands in the evidence already. */
const judgementLine = ({ requirement, evidence, effect }: Judgement): string =>
  effect ? requirement : `${requirement}: ${evidence}`

const unique = (lines: readonly string[]): string[] => [...new Set(lines)]

const oneLine = (text: string): string => printable(text).replace(/\s+/gu, ' ')

/** A title goes from the general to the particular: where it is too long it ends before a colon or semicolon, and only else within words. */
function shorten(text: string, length: number): string {
  const characters = [...text]
  if (characters.length <= length) return text
  const whole = [...text.matchAll(/[:;](?=\s)/g)]
    .map(({ index }) => text.slice(0, index).trimEnd())
    .findLast(part => [...part].length <= length && part.length >= LEAST_PART)
  return whole !== undefined
    ? whole
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
}

function list(title: string, items: readonly string[], most = Number.POSITIVE_INFINITY): string {
  if (items.length === 0) return ''
  const shown = items.slice(0, most).map(item => wrap(oneLine(item), '- '))
  const rest = items.length > most ? [`- and ${items.length - most} more: see the report`] : []
  return [...(title === '' ? [] : [title]), ...shown, ...rest].join('\n')
}

function wrap(text: string, bullet: string): string {
  const indent = ' '.repeat(bullet.length)
  const lines: string[] = []
  let line = bullet
  for (const word of text.split(' ')) {
    const isFresh = line.trim() === bullet.trim()
    if (!isFresh && line.length + word.length + 1 > WIDTH) {
      lines.push(line)
      line = indent + word
    } else line += isFresh ? word : ` ${word}`
  }
  lines.push(line)
  return lines.join('\n')
}
