import { parseFragment } from 'parse5'
import { attribute, shownElements } from './elements.js'

const PIXELS = /^\s*\d*\.?\d+(?:px)?\s*$/

/** Whether a drawing has a size of its own, and a shape of its own: a ratio would else go on deciding it once it is there. */
export const ownSizeOf = (svg: string): { readonly size: boolean; readonly shape: boolean } => {
  const root = shownElements(
    parseFragment(svg.replace(/<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*(?:\[[^\]]*\])?[^>]*>/gi, '')),
  ).find(({ tagName }) => tagName === 'svg')
  const has = (name: string): boolean => PIXELS.test((root && attribute(root, name)) ?? '')
  const size = has('width') && has('height')
  // In foreign content, parse5 gives attributes the case that SVG wants.
  const box =
    (root && attribute(root, 'viewBox'))
      ?.trim()
      .split(/[\s,]+/)
      .map(Number) ?? []
  return { size, shape: size || (box.length === 4 && box[2]! > 0 && box[3]! > 0) }
}
