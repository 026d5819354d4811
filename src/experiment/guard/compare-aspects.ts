import type { PageAspect, PageAspects } from '../../model/observation.js'
import { compareLines, type LineDifference } from './compare-lines.js'

/** What is new and does harm although nothing is missing for it: search engines and phones obey it. */
const HARMS =
  /^(?:robots|googlebot|bingbot|canonical address|viewport|refresh|quirks|header (?:x-robots-tag|refresh|link)) /

/** Of each aspect the lines that count, and how they are told. */
const RULES: Readonly<
  Record<PageAspect, { readonly says: string; readonly of: (lines: LineDifference) => readonly string[] }>
> = {
  head: {
    says: 'what the page says to browsers and search engines is not what it was',
    of: ({ missing, added }) => [...missing, ...added.filter(line => HARMS.test(line))],
  },
  forms: { says: 'a form is not made as it was', of: ({ missing }) => missing },
  media: { says: 'sound or film is not as it was', of: ({ missing }) => missing },
  announced: { says: 'what changes is not announced any more', of: ({ missing }) => missing },
  covered: { says: 'a click does not reach what it is meant for', of: ({ added }) => added },
  addresses: { says: 'a link leads elsewhere', of: ({ missing }) => missing },
  anchors: { says: 'a link within the page leads elsewhere', of: ({ missing }) => missing },
  kept: { says: 'what the browser is told to keep is not what it was', of: ({ missing }) => missing },
}

/** What is worse in each aspect, in words. What comes and goes between looks at one arm is masked. */
export function compareAspects(
  baseline: readonly PageAspects[],
  candidate: readonly PageAspects[],
): { readonly aspect: PageAspect; readonly message: string }[] {
  return (Object.keys(RULES) as PageAspect[]).flatMap(aspect => {
    const { says, of } = RULES[aspect]
    const lines = (looks: readonly PageAspects[]) => looks.map(look => look[aspect] ?? [])
    const difference = compareLines(lines(baseline), lines(candidate))
    const worse = of(difference)
    if (worse.length === 0) return []
    // The line that stands there instead says most: both are told.
    const [gone, now] = [worse.filter(line => difference.missing.includes(line)), difference.added]
    const told = [
      ...(gone.length > 0 ? [`missing ${quoted(gone)}`] : []),
      ...(now.length > 0 ? [`now ${quoted(now)}`] : []),
    ]
    return [{ aspect, message: `${says}: ${told.join('; ')}` }]
  })
}

const quoted = ([first = '', ...rest]: readonly string[]): string =>
  `“${first.slice(0, 160)}”${rest.length > 0 ? ` (and ${rest.length} more)` : ''}`
