import type { Judgement } from '../model/experiment.js'
import type { Proving, ProvingOutcome } from '../model/proving.js'
import type { TestingDone } from '../model/session.js'
import { formatNumber } from './format.js'
import { isUntimed } from './standing.js'

/** What came of a comparison, as a headline. */
export const PROVING_TITLES: Readonly<Record<ProvingOutcome, string>> = {
  better: 'Better, and nothing is broken',
  'not-worse': 'Not worse, and nothing is broken',
  'no-gain': 'No gain that anybody would feel',
  worse: 'Worse',
  broken: 'Broken',
  undecided: 'Not decided',
}

/** `main (1f2e3d4)`, or the commit alone where it was named by that; the address of what ran already. */
export const versionName = ({ name, revision }: Proving['base']): string => {
  if (revision === null) return name
  const commit = revision.slice(0, 12)
  return revision.startsWith(name) ? commit : `${name} (${commit})`
}

/** What would decide what stayed open, and the option that gives it the time; null where it is decided. */
export function toDecideText({ proof, budgetToDecide }: Pick<Proving, 'proof' | 'budgetToDecide'>): string | null {
  const { wouldTake } = proof.verdict
  if (wouldTake === undefined) return null
  const time = budgetToDecide === undefined ? '' : ` (\`--budget ${Math.ceil(budgetToDecide / 60_000) + 1}m\`)`
  return `To decide it: ${wouldTake}${time}.`
}

/** e.g. `7 paired blocks` */
export const blocksText = (blocks: number): string =>
  `${formatNumber(blocks)} paired ${blocks === 1 ? 'block' : 'blocks'}`

/** The blocks it took, or why there were none. */
export const tookText = ({ proof: { verdict } }: Pick<Proving, 'proof'>): string =>
  isUntimed(verdict) ? 'nothing was timed: what is broken decided it' : blocksText(verdict.blocks)

/** What was not so, or stayed open, besides the reason itself. Where something is broken nothing else was waited for: of that, only what was not so. */
export const openJudgements = ({ proof }: Proving): readonly Judgement[] =>
  proof.verdict.judgements.filter(
    ({ kind, outcome }) =>
      kind !== 'felt' &&
      (outcome === 'unmet' || (outcome === 'undecided' && kind !== 'steadiness' && !isUntimed(proof.verdict))),
  )

/** How far it was tested for what it breaks, as a sentence. */
export function testingText({ tested }: Proving): string {
  const tests = {
    run: 'the project’s own tests ran on it',
    'given-up': 'the project’s own tests were given up since it was decided before',
    'not-built': 'a service that ran already was not built here, so tests of the project did not run',
    none: 'the project has no tests of its own',
    'failing-before': 'the project’s own tests fail on the base too, so they said nothing',
  }[tested.ownTests]
  const views = `${formatNumber(tested.views)} ${tested.views === 1 ? 'view' : 'views'} compared`
  const visited = visitedText(tested)
  return `${views}${visited === null ? '' : `, ${visited} visited`}; ${tests}.`
}

/** `3 further pages and 2 other linked files`; null where none were visited. */
export function visitedText({ crawled, files = 0 }: Pick<TestingDone, 'crawled' | 'files'>): string | null {
  const count = (number: number, noun: string) =>
    number === 0 ? [] : [`${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`]
  const told = [...count(crawled, 'further page'), ...count(files, crawled === 0 ? 'linked file' : 'other linked file')]
  return told.length === 0 ? null : told.join(' and ')
}

const quoted = (word: string): string => (/^[\w./:@~+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)

/** Commands by which a comparison is checked and made again, each with what it does. */
export function againCommands(proving: Proving): readonly (readonly [command: string, what: string])[] {
  const { id, base, candidate, aim, profiles, seed, budget } = proving
  const nameOf = ({ kind, revision, name, place }: Proving['base']) =>
    quoted(kind === 'revision' ? (revision?.slice(0, 12) ?? name) : kind === 'running' ? place : name)
  const options = [
    ...(aim === 'not-worse' ? ['--not-worse'] : []),
    `--profiles ${profiles.join(',')}`,
    `--budget ${Math.max(1, Math.round(budget.milliseconds / 60_000))}m`,
  ].join(' ')
  return [
    [`tunewright verify ${id}`, 'Make the verdict once more from the stored samples'],
    [`tunewright verify ${id} --again`, 'Measure the same two afresh'],
    [
      `tunewright prove ${nameOf(base)} ${nameOf(candidate)} ${options} --seed ${seed}`,
      'The same comparison, in the same order of loads',
    ],
  ]
}
