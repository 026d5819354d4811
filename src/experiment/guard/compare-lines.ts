/** Lines that were there in every look at one arm, and in no look at the other. */
export interface LineDifference {
  readonly missing: readonly string[]
  readonly added: readonly string[]
}

/** Looks at an arm, two or more. */
export type Looks = readonly (readonly string[])[]

/** What of a line counts: lines of which it is the same are one. */
type Essence = (line: string) => string

/**
 * Compares lines as bags: how often each is there. A line that comes and goes between looks at the same arm is masked: the steady part of one
 * arm is held against the most that the other showed.
 */
export function compareLines(baseline: Looks, candidate: Looks, essence: Essence = line => line): LineDifference {
  return { missing: lacking(baseline, candidate, essence), added: lacking(candidate, baseline, essence) }
}

/** Whether looks at one arm differ among themselves, as those at a page do that draws what it shows by lot. */
export const comesAndGoes = (looks: Looks): boolean =>
  new Set(looks.map(look => JSON.stringify(look.map(normalizeLine).toSorted()))).size > 1

function lacking(from: Looks, to: Looks, essence: Essence): string[] {
  const [first, ...others] = from.map(look => count(look, essence))
  const shown = to.map(look => count(look, essence))
  const lines: string[] = []
  for (const [key, { line, often }] of first ?? []) {
    const steady = Math.min(often, ...others.map(look => look.get(key)?.often ?? 0))
    const most = Math.max(...shown.map(look => look.get(key)?.often ?? 0))
    if (steady > most) lines.push(line)
  }
  return lines
}

function count(lines: readonly string[], essence: Essence): Map<string, { line: string; often: number }> {
  const counts = new Map<string, { line: string; often: number }>()
  for (const line of lines.map(normalizeLine).filter(one => one !== '')) {
    const key = essence(line)
    const known = counts.get(key)
    if (known) known.often++
    else counts.set(key, { line, often: 1 })
  }
  return counts
}

/** A label without what style sheets make of it: some write it in capitals, some begin a new line within it. What one sees of that is compared as text. */
export const unstyled = (label: string): string => label.replace(/\s+/g, '').toUpperCase()

const UNITS = 'seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd]'
const AGO = new RegExp(
  `\\b(?:just now|(?:\\d+|an?|one)\\s?(?:${UNITS})\\s+ago)\\b|\\bvor \\d+ (?:Sekunden?|Minuten?|Stunden?|Tag(?:en)?)\\b|\\bil y a \\d+ (?:secondes?|minutes?|heures?|jours?)\\b|\\bhace \\d+ (?:segundos?|minutos?|horas?|d[ií]as?)`,
  'gi',
)

/** Clocks, and how long ago something was, differ between arms that are looked at a minute apart; prices and counts are kept. */
export const normalizeLine = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replace(/\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?\b/gi, '<time>')
    .replace(AGO, '<time>')
    .replace(/\b(?:127\.0\.0\.1|localhost):\d+/g, 'localhost')
    .replace(/\s+/g, ' ')
    .trim()
