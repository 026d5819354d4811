import type { PageAspect, PageAspects } from '../../model/observation.js'
import { compareLines, type LineDifference, unstyled } from './compare-lines.js'
import { described, quoted, tellLines } from './tell-lines.js'

/** What is new and does harm although nothing is missing for it: search engines and phones obey it. */
const HARMS =
  /^(?:robots|googlebot|bingbot|canonical address|viewport|refresh|quirks|header (?:x-robots-tag|refresh|link)) /

interface Rule {
  readonly says: string
  /** The lines that count. */
  readonly of: (lines: LineDifference) => readonly string[]
  /** The part of a line that is a label. */
  readonly label?: RegExp
}

/** Of each aspect the lines that count, and how they are told. */
const RULES: Readonly<Record<PageAspect, Rule>> = {
  head: {
    says: 'what the page says to browsers and search engines is not what it was',
    of: ({ missing, added }) => [...missing, ...added.filter(line => HARMS.test(line))],
  },
  forms: {
    says: 'a form is not made as it was',
    of: ({ missing }) => missing,
    label: / labelled "(?:[^"\\]|\\.)*"/,
  },
  media: { says: 'sound or film is not as it was', of: ({ missing }) => missing },
  announced: { says: 'what changes is not announced any more', of: ({ missing }) => missing },
  covered: { says: 'a click does not reach what it is meant for', of: ({ added }) => added, label: /.*/ },
  addresses: { says: 'a link leads elsewhere', of: ({ missing }) => missing, label: /^“.*” leads to / },
  anchors: { says: 'a link within the page leads elsewhere', of: ({ missing }) => missing, label: /^“.*” \(#/ },
  kept: { says: 'what the browser is told to keep is not what it was', of: ({ missing }) => missing },
}

/** What is worse in each aspect, in words. What comes and goes between looks at one arm is masked. */
export function compareAspects(
  baseline: readonly PageAspects[],
  candidate: readonly PageAspects[],
): { readonly aspect: PageAspect; readonly message: string }[] {
  return (Object.keys(RULES) as PageAspect[]).flatMap(aspect => {
    const { says, of, label } = RULES[aspect]
    const lines = (looks: readonly PageAspects[]) => looks.map(look => look[aspect] ?? [])
    const difference = compareLines(lines(baseline), lines(candidate), line =>
      label ? line.replace(label, unstyled) : line,
    )
    const worse = of(difference)
    if (worse.length === 0) return []
    // The line that stands there instead says most: both are told.
    const [gone, now] = [worse.filter(line => difference.missing.includes(line)), difference.added]
    const say = aspect === 'covered' ? quoted : described
    const told = [...tellLines('missing', gone, say), ...tellLines('now', now, say)]
    return [{ aspect, message: `${says}: ${told.join('; ')}` }]
  })
}
