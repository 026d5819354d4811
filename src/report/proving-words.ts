import type { Judgement } from '../model/experiment.js'
import type { Proving, ProvingOutcome } from '../model/proving.js'
import { formatNumber } from './format.js'

/** What came of a comparison, as a headline. */
export const PROVING_TITLES: Readonly<Record<ProvingOutcome, string>> = {
  better: 'Better, and nothing is broken',
  'not-worse': 'Not worse, and nothing is broken',
  'no-gain': 'No gain that anybody would feel',
  worse: 'Worse',
  broken: 'Broken',
  undecided: 'Not decided',
}

/** `main (1f2e3d4)`, or the commit alone where it was named by that. */
export const versionName = ({ name, revision }: Proving['base']): string => {
  const commit = revision.slice(0, 12)
  return revision.startsWith(name) ? commit : `${name} (${commit})`
}

/** What was not so, or stayed open, besides the reason itself. */
export const openJudgements = ({ proof }: Proving): readonly Judgement[] =>
  proof.verdict.judgements.filter(
    ({ kind, outcome }) =>
      kind !== 'felt' && (outcome === 'unmet' || (outcome === 'undecided' && kind !== 'steadiness')),
  )

/** How far it was tested for what it breaks, as a sentence. */
export function testingText({ tested }: Proving): string {
  const tests = {
    run: 'the project’s own tests ran on it',
    'given-up': 'the project’s own tests were given up since it was decided before',
    none: 'the project has no tests of its own',
    'failing-before': 'the project’s own tests fail on the base too, so they said nothing',
  }[tested.ownTests]
  const views = `${formatNumber(tested.views)} ${tested.views === 1 ? 'view' : 'views'} compared`
  const crawled =
    tested.crawled === 0
      ? ''
      : `, ${formatNumber(tested.crawled)} further ${tested.crawled === 1 ? 'page' : 'pages'} visited`
  return `${views}${crawled}; ${tests}.`
}
