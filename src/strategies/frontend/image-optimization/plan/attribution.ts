import type { Showing } from '../../../../instruments/images/inventory.js'
import type { Observation } from '../../../../model/observation.js'
import type { TargetSystem } from '../../../../model/target.js'
import { couldBe, type ElementSketch, splitSelector } from '../../../markup/selectors.js'
import type { SourceText } from './project.js'

/** The showings that an element of markup may be the source of; all of them where none fits (the selector says too little). */
export const shownBy = (showings: readonly Showing[], sketch: ElementSketch): readonly Showing[] => {
  const fitting = fittingShowings(showings, sketch)
  return fitting.length > 0 ? fitting : showings
}

/** The showings whose selector does not rule the element out. */
export const fittingShowings = (showings: readonly Showing[], sketch: ElementSketch): readonly Showing[] =>
  showings.filter(s => s.image.via === 'img' && couldBe(s.image.selector, sketch))

/**
 * Divides showings among elements whose addresses data decides: each goes to the element that says most of where it is and
 * still fits, since one inside a component of unknown markup would fit nearly everything. Elements that cannot be told apart
 * may each be on a page that was not measured: for them every showing counts.
 */
export const divideShowings = (
  showings: readonly Showing[],
  elements: readonly ElementSketch[],
): ((element: ElementSketch) => readonly Showing[]) => {
  const owned = showings.map(showing => {
    const fitting = elements.filter(e => fittingShowings([showing], e).length > 0)
    const deepest = Math.max(0, ...fitting.map(depth))
    return { showing, owners: fitting.filter(e => depth(e) === deepest).map(sketchKey) }
  })
  return element => {
    const own = owned.filter(o => o.owners.includes(sketchKey(element)))
    return own.some(o => o.owners.length > 1) ? showings.filter(s => s.image.via === 'img') : own.map(o => o.showing)
  }
}

const depth = (element: ElementSketch): number => 1 + (element.parent === null ? 0 : depth(element.parent))
const sketchKey = (element: ElementSketch): string => JSON.stringify(element)

/** The element with the parents that it was seen to have, where its own source does not say (a component's root, or inside another). */
export const withSeenParents = (sketch: ElementSketch, showings: readonly Showing[]): readonly ElementSketch[] => {
  if (sketch.parent !== null) return [sketch]
  const tags = new Set(fittingShowings(showings, sketch).map(s => parentTag(s.image.selector)))
  if (tags.size === 0 || tags.has(null)) return [sketch]
  return [...tags].map(tag => ({ ...sketch, parent: { tag: tag!, classes: [], id: null, open: true, parent: null } }))
}

const parentTag = (selector: string): string | null => {
  const steps = splitSelector(selector)
  return steps.at(-1)?.combinator === '>' ? (/^[a-z][\w-]*/.exec(steps.at(-2)?.compound ?? '')?.[0] ?? null) : null
}

/** In a project that is served as it lies, a page's own file shows only what that page shows; elsewhere any page may. */
export const shownOnPage = (showings: readonly Showing[], file: string, target: TargetSystem): readonly Showing[] => {
  const pages = pagesMadeOf(file, target)
  if (pages === null) return showings
  const own = showings.filter(s => pages.ids.includes(s.page) || pages.names.has(s.page))
  return own.length > 0 ? own : showings
}

/** The pages that a file is, in a project that is served as it lies: their ids, and the paths that it has; null elsewhere. */
export const pagesMadeOf = (
  file: string,
  target: TargetSystem,
): { readonly ids: readonly string[]; readonly names: ReadonlySet<string> } | null => {
  if (target.build !== undefined || target.serve.kind !== 'static') return null
  const folder = target.serve.folder.replace(/^\.?\/?|\/$/g, '')
  const address = `/${folder === '' ? file : file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file}`
  const names = new Set([address, address.replace(/\/?index\.html?$/, ''), address.replace(/\.html?$/, '')])
  if (/\/index\.html?$/.test(address)) names.add(address.replace(/index\.html?$/, ''))
  const ids = target.pages.filter(p => names.has(decoded(p.path.split(/[?#]/, 1)[0]!))).map(p => p.id)
  return { ids, names }
}

const decoded = (path: string): string => {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

/**
 * Whether a file is a page that nobody has looked at: how wide it shows its pictures, and which of them at once, is not known, and what other pages do says nothing of
 * it. A part that pages fetch is no page.
 */
export const isUnseenPage = (
  { path, text }: Pick<SourceText, 'path' | 'text'>,
  { target, observation }: { readonly target: TargetSystem; readonly observation: Observation },
): boolean => {
  const made = pagesMadeOf(path, target)
  if (made === null || made.ids.length > 0 || !/<(?:!doctype|html)\b/i.test(text)) return false
  const seen = [...observation.pages.map(({ survey }) => survey), ...observation.otherViews]
  return !seen.some(({ page }) => made.names.has(page))
}
