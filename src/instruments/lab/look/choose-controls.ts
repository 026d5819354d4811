import { looksLikeItActs } from '../../../model/side-effects.js'
import type { Control } from '../page/controls.js'

/** Controls of one sort that are tried: the fifth of a row does what the first four do. */
const MOST_OF_A_SORT = 4

const isHarmless = ({ label, path = '' }: Control): boolean => !looksLikeItActs(label) && !looksLikeItActs(path)

/** What is tried on a page, at most so many: first what says that it is off, because something is to be seen when it goes on. */
export function chooseControls(all: readonly Control[], most: number): Control[] {
  const ofSort = new Map<string, number>()
  const chosen = all.filter(control => {
    if (control.kind === 'link' || !isHarmless(control)) return false
    const others = ofSort.get(control.sort) ?? 0
    ofSort.set(control.sort, others + 1)
    return others < MOST_OF_A_SORT
  })
  return [...chosen.filter(({ isOff }) => isOff), ...chosen.filter(({ isOff }) => !isOff)].slice(0, most)
}

/** What opens something by being pointed at mostly stands in a navigation. */
const MOST_POINTED_AT = 6

export const chooseToPointAt = (all: readonly Control[]): Control[] =>
  all.filter(({ isInNavigation }) => isInNavigation).slice(0, MOST_POINTED_AT)

/** Two links that are followed by a click: one of what the page is about, one of what stands around it. */
export function chooseLinks(all: readonly Control[]): Control[] {
  const links = all.filter(control => control.kind === 'link' && isHarmless(control))
  const within = links.find(({ isInMain }) => isInMain)
  const around = links.find(({ isInMain, path }) => !isInMain && path !== within?.path)
  return [within, around].filter(link => link !== undefined)
}
