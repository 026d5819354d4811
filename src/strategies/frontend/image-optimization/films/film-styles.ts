import type { AtRule, Declaration, Rule } from 'postcss'
import { parseSheet } from '../../../html/parse-sheet.js'
import {
  couldMatch,
  type ElementSketch,
  type Match,
  matchOf,
  type Step,
  splitSelector,
} from '../../../markup/selectors.js'
import { isConditional, selectorsOf } from '../../../markup/style-knowledge.js'
import type { SourceText } from '../plan/project.js'

/** What styles say of an `<img>` and would not say of a `<video>` in its place. */
export type FilmStyles =
  /** Declarations that have to stand on the video itself, in the order of the cascade. */
  { readonly declarations: readonly string[]; readonly properties: ReadonlySet<string> } | { readonly refused: string }

interface Read {
  readonly selectors: readonly { readonly text: string; readonly steps: readonly Step[] }[]
  readonly declarations: readonly Declaration[]
  readonly conditional: boolean
  /** Says only how paper is divided into pages, which no guard of ours looks at and no visitor misses. */
  readonly ofPages: boolean
  readonly sheet: number
}

/** Where pages are broken. */
const PAGES = /^(?:page-break|break)-|^(?:orphans|widows)$/
/** What a `<video>` in its place has not, or has otherwise. */
const GONE = /\[\s*(?:src|srcset|sizes|alt|loading|decoding|fetchpriority)\b/i
const NUMBERED = /:(?:first|last|only|nth|nth-last)-of-type\b/
const NAMES_IMG = /\([^)]*(?<![\w.#-])img(?![\w-])/i
const NAMES_VIDEO = /\([^)]*(?<![\w.#-])video(?![\w-])/i

/** Reads style sheets for what a `<video>` would lose, or gain, in an `<img>`'s place. A sheet that cannot be read forbids it. */
export const readFilmStyles = (sheets: readonly SourceText[]): ((image: ElementSketch) => FilmStyles) => {
  const rules: Read[] = []
  let unread: string | null = null
  for (const [sheet, { path, text }] of sheets.entries()) {
    try {
      parseSheet(text, path).walkRules(rule => {
        if (isInKeyframes(rule)) return
        rules.push({
          selectors: selectorsOf(rule).map(one => ({ text: one, steps: splitSelector(one) })),
          declarations: rule.nodes.filter(node => node.type === 'decl'),
          // What is nested in it, or mixed into it, is not read.
          conditional: isConditional(rule.parent) || rule.nodes.some(node => node.type === 'atrule'),
          ofPages: rule.nodes.every(node => node.type === 'comment' || (node.type === 'decl' && PAGES.test(node.prop))),
          sheet,
        })
      })
    } catch {
      unread ??= path
    }
  }
  return image => (unread === null ? stylesFor(rules, image) : { refused: `${unread} cannot be read` })
}

const isInKeyframes = (rule: Rule): boolean =>
  rule.parent?.type === 'atrule' && /keyframes$/i.test((rule.parent as AtRule).name)

interface Applied {
  readonly declaration: Declaration
  readonly weight: number
  readonly selector: string
  readonly sheet: number
}

const stylesFor = (rules: readonly Read[], image: ElementSketch): FilmStyles => {
  const video = { ...image, tag: 'video' }
  const lost: Applied[] = []
  const shared: (Applied & { readonly always: boolean })[] = []
  for (const rule of rules) {
    for (const { text, steps } of rule.selectors) {
      const hazard = hazardIn(steps, image)
      if (hazard !== null) return { refused: `\`${text}\` ${hazard}` }
    }
    const before = strongest(rule, image)
    const after = strongest(rule, video)
    if (before === null && after === null) continue
    const named = (before ?? after)!
    if (before === null) {
      if (!rule.ofPages && !changesNothing(rule, named.steps))
        return { refused: `\`${named.text}\` would match the video` }
      continue
    }
    const apply = (weight: number): Applied[] =>
      rule.declarations.map(declaration => ({ declaration, weight, selector: named.text, sheet: rule.sheet }))
    if (after !== null) {
      const always = before.match === 'yes' && after.match === 'yes' && !rule.conditional
      shared.push(...apply(weightOf(before.steps)).map(one => ({ ...one, always })))
      continue
    }
    if (rule.ofPages) continue
    if (before.match !== 'yes' || rule.conditional)
      return { refused: `\`${named.text}\` would no longer match, and holds now and then` }
    lost.push(...apply(weightOf(before.steps)))
  }
  const kept: Applied[] = []
  for (const one of lost) {
    const rival = shared.find(
      other => meets(one, other) && !isSame(one, other) && !(other.always && isUniversal(other)),
    )
    if (rival === undefined) kept.push(one)
    // What is stronger in every state says it as before.
    else if (!(rival.always && rival.weight > one.weight && rival.declaration.prop === one.declaration.prop))
      return { refused: `\`${one.selector}\` would no longer match, and \`${rival.selector}\` says otherwise` }
  }
  const clash = kept.find(one =>
    kept.some(
      other => other.sheet !== one.sheet && other.weight === one.weight && meets(one, other) && !isSame(one, other),
    ),
  )
  if (clash) return { refused: `\`${clash.selector}\` would no longer match, and two sheets say it differently` }
  const ordered = kept.toSorted((a, b) => a.weight - b.weight)
  return {
    declarations: [
      ...new Set(
        ordered.map(
          ({ declaration: { prop, value, important } }) => `${prop}: ${value}${important ? ' !important' : ''}`,
        ),
      ),
    ],
    properties: new Set([...ordered, ...shared].map(({ declaration }) => declaration.prop.toLowerCase())),
  }
}

/** `video { display: inline-block }`, as resets have it, is what an `<img>` is without. */
const changesNothing = ({ declarations, conditional }: Read, steps: readonly Step[]): boolean =>
  !conditional &&
  weightOf(steps) <= 1 &&
  declarations.every(({ prop, value }) =>
    /^(?:display: inline-block|vertical-align: baseline)$/.test(`${prop}: ${value}`),
  )

/** The selector of a rule that matches an element most surely; null where none does. */
const strongest = (
  { selectors }: Read,
  element: ElementSketch,
): { readonly text: string; readonly steps: readonly Step[]; readonly match: Match } | null => {
  const found = selectors
    .map(one => ({ ...one, match: matchOf(one.steps, element) }))
    .filter(({ match, steps }) => match !== 'no' && !excludes(steps.at(-1)!.compound, element.tag))
  return found.find(({ match }) => match === 'yes') ?? found[0] ?? null
}

/** `:is(img, svg)` is asked of an `<img>` and not of a `<video>`. */
const excludes = (compound: string, tag: string): boolean => {
  const [, list] = /^:(?:is|where|matches)\(([^()]*)\)/i.exec(compound) ?? []
  const tags = list?.split(',').map(one => one.trim().toLowerCase())
  return (tags?.every(one => /^[a-z][a-z\d]*$/.test(one)) ?? false) && !tags?.includes(tag)
}

/** Why a selector counts on the element being an `<img>`, elsewhere than as its subject; null where it does not. */
const hazardIn = (steps: readonly Step[], image: ElementSketch): string | null => {
  for (const [index, { compound }] of steps.entries()) {
    const subject = index === steps.length - 1
    const list = /^:(?:is|where|matches)\([\w\s,]*\)$/i.test(compound)
    if ((NAMES_IMG.test(compound) || NAMES_VIDEO.test(compound)) && !(subject && list))
      return 'asks whether an element is an `<img>`'
    if (NUMBERED.test(compound) && /^(?:img\b|video\b|[^\w-])/i.test(compound)) return 'counts elements of a kind'
    if (!couldMatch(compound, image)) continue
    if (!subject && /^img(?![\w-])/i.test(compound) && matchOf(steps.slice(0, index + 1), image) !== 'no')
      return 'asks for what stands beside an `<img>`'
    if (subject && GONE.test(compound) && matchOf(steps, image) !== 'no') return 'asks for an attribute of an `<img>`'
  }
  return null
}

/** Whether two declarations say something of one property: `border` of `border-width` too. */
const meets = ({ declaration: { prop: a } }: Applied, { declaration: { prop: b } }: Applied): boolean =>
  a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`) || a === 'all' || b === 'all'

const isSame = ({ declaration: a }: Applied, { declaration: b }: Applied): boolean =>
  a.prop === b.prop && a.value === b.value && a.important === b.important

const isUniversal = ({ selector }: Applied): boolean => /^\*$/.test(selector.trim())

/** Specificity (CSS Selectors 4, § 17) as one number; what functions hold counts as a class. */
const weightOf = (steps: readonly Step[]): number =>
  steps.reduce((sum, { compound }) => {
    if (/^:where\([^()]*\)$/i.test(compound)) return sum
    if (/^:is\([\w\s,]*\)$/i.test(compound)) return sum + 1
    const ids = (compound.match(/#[\w-]+/g) ?? []).length
    const classes = (compound.match(/\.[\w-]+|\[|(?<!:):(?!:)[\w-]+/g) ?? []).length
    return sum + ids * 10_000 + classes * 100 + (/^[a-z]/i.test(compound) ? 1 : 0)
  }, 0)
