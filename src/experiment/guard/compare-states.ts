import { ON_PAPER, type PageState, type StateAspect } from '../../model/page-look.js'
import { comesAndGoes, compareLines, unstyled } from './compare-lines.js'
import { compareScreenshots } from './compare-screenshots.js'
import { newErrors } from './new-errors.js'
import { described, quoted, tellLines, treeNode } from './tell-lines.js'

interface Rule {
  readonly says: string
  readonly counts: 'both' | 'missing' | 'added' | 'often'
  readonly line: (line: string) => string
}

/** How each aspect of a state is told, and the lines of it that count; the order is that of what says most about the cause. */
const RULES: Readonly<Record<StateAspect, Rule>> = {
  step: { says: '', counts: 'added', line: described },
  errors: { says: 'error', counts: 'often', line: quoted },
  requests: { says: 'request', counts: 'often', line: quoted },
  place: { says: 'the page is', counts: 'both', line: described },
  text: { says: 'text', counts: 'both', line: quoted },
  tree: { says: 'accessible tree', counts: 'both', line: treeNode },
  fields: { says: 'fields', counts: 'both', line: described },
  focus: { says: 'focus', counts: 'both', line: described },
  unseen: { says: 'text that cannot be seen', counts: 'added', line: quoted },
  cutOff: { says: 'text that is cut off', counts: 'added', line: quoted },
  kept: { says: 'kept by the browser', counts: 'missing', line: described },
  moves: { says: 'although less motion is asked for:', counts: 'added', line: described },
  remembered: { says: '', counts: 'added', line: described },
}

/** What is told of one place: after a first click that does nothing, all states that follow differ. */
const MOST_TOLD = 4

/**
 * What is worse in the states of a page in the candidate than in the baseline, in words, state by state. States are known by what led to them; one
 * that is not there in every look at the baseline is left out. What comes and goes between looks at one arm is masked.
 * @param baseline the states of each look, in their order
 */
export async function compareStates(
  baseline: readonly (readonly PageState[])[],
  candidate: readonly (readonly PageState[])[],
): Promise<string[]> {
  const found: string[] = []
  for (const { after } of baseline[0] ?? []) {
    const stateOf = (look: readonly PageState[]) => stateAfter(after, look)
    const [before, now] = [baseline.map(stateOf), candidate.map(stateOf)]
    if (before.some(state => state === undefined)) continue
    if (now.every(state => state === undefined)) found.push(`${after}: it never comes to that`)
    if (now.some(state => state === undefined)) continue
    found.push(...(await compareState(after, before as PageState[], now as PageState[])))
  }
  const rest = found.length - MOST_TOLD
  return rest > 0 ? [...found.slice(0, MOST_TOLD - 1), `${found[MOST_TOLD - 1]}; and ${rest} more`] : found
}

/** What led to a state names controls by their labels. */
const stateAfter = (after: string, look: readonly PageState[]): PageState | undefined =>
  look.find(state => unstyled(state.after) === unstyled(after))

/** Whether the text of some state comes and goes between looks at one arm. */
export const statesComeAndGo = (looks: readonly (readonly PageState[])[]): boolean =>
  (looks[0] ?? []).some(({ after }) => {
    const states = looks.flatMap(look => stateAfter(after, look) ?? [])
    return comesAndGoes(states.map(({ lines }) => lines.text ?? []))
  })

async function compareState(
  after: string,
  baseline: readonly PageState[],
  candidate: readonly PageState[],
): Promise<string[]> {
  const told: string[] = []
  for (const aspect of Object.keys(RULES) as StateAspect[]) {
    // The tree says the text once more.
    if (aspect === 'tree' && told.length > 0) continue
    const lines = (looks: readonly PageState[]) => looks.map(look => look.lines[aspect] ?? [])
    const message = tell(aspect, lines(baseline), lines(candidate))
    if (message !== null) told.push(`${after}: ${message}`)
  }
  const shots = (looks: readonly PageState[]) =>
    looks.flatMap(look => (look.screenshotBase64 === undefined ? [] : [Buffer.from(look.screenshotBase64, 'base64')]))
  const [before, now] = [shots(baseline), shots(candidate)]
  // A state is photographed where it is another one than before: where only some looks are, their lines say so.
  if (told.length > 0 || before.length < baseline.length || now.length < candidate.length) return told
  const medium = after === ON_PAPER ? 'other' : 'own'
  const { differences } = await compareScreenshots({ baseline: before, candidate: now }, medium)
  return differences.map(difference => `${after}: ${difference}`)
}

type Lines = readonly (readonly string[])[]

function tell(aspect: StateAspect, baseline: Lines, candidate: Lines): string | null {
  const { says, counts, line } = RULES[aspect]
  if (counts === 'often') {
    const [first] = newErrors(baseline, candidate)
    return first === undefined ? null : `${says} ${line(first)}`
  }
  const { missing, added } = compareLines(baseline, candidate, aspect === 'focus' ? unstyled : undefined)
  const said = [
    ...(counts === 'added' ? [] : tellLines('missing', missing, line)),
    ...(counts === 'missing' ? [] : tellLines(counts === 'added' ? '' : 'new', added, line)),
  ]
  return said.length === 0 ? null : `${says} ${said.join('; ')}`.trim()
}
