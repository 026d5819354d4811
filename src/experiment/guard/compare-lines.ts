/** Lines that were there in every look at one arm, and in no look at the other. */
export interface LineDifference {
  readonly missing: readonly string[]
  readonly added: readonly string[]
}

/** Looks at an arm, two or more. */
export type Looks = readonly (readonly string[])[]

/**
 * Compares lines as bags: how often each is there. A line that comes and goes between looks at the same arm is masked: the steady part of one
 * arm is held against the most that the other showed.
 */
export function compareLines(baseline: Looks, candidate: Looks): LineDifference {
  return { missing: lacking(baseline, candidate), added: lacking(candidate, baseline) }
}

function lacking(from: Looks, to: Looks): string[] {
  const [first, ...others] = from.map(count)
  const shown = to.map(count)
  const lines: string[] = []
  for (const [line, often] of first ?? []) {
    const steady = Math.min(often, ...others.map(look => look.get(line) ?? 0))
    const most = Math.max(...shown.map(look => look.get(line) ?? 0))
    if (steady > most) lines.push(line)
  }
  return lines
}

const count = (lines: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const line of lines.map(normalizeLine)) if (line !== '') counts.set(line, (counts.get(line) ?? 0) + 1)
  return counts
}

const UNITS = 'seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|[smhd]'
const AGO = new RegExp(
  `\\b(?:just now|(?:\\d+|an?|one)\\s?(?:${UNITS})\\s+ago)\\b|\\bvor \\d+ (?:Sekunden?|Minuten?|Stunden?|Tag(?:en)?)\\b|\\bil y a \\d+ (?:secondes?|minutes?|heures?|jours?)\\b|\\bhace \\d+ (?:segundos?|minutos?|horas?|d[ií]as?)`,
  'gi',
)

/** Clocks, and how long ago something was, differ between arms that are looked at a minute apart; prices and counts are kept. */
const normalizeLine = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replace(/\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?\b/gi, '<time>')
    .replace(AGO, '<time>')
    .replace(/\b(?:127\.0\.0\.1|localhost):\d+/g, 'localhost')
    .replace(/\s+/g, ' ')
    .trim()

/** `missing “Add to cart” (and 3 more)`, or null where nothing differs. */
export function describeLines({ missing, added }: LineDifference): string | null {
  const told = [tell('missing', missing), tell('new', added)].filter(text => text !== null)
  return told.length === 0 ? null : told.join('; ')
}

const tell = (word: string, [first, ...rest]: readonly string[]): string | null =>
  first === undefined ? null : `${word} “${first.slice(0, 120)}”${rest.length > 0 ? ` (and ${rest.length} more)` : ''}`
