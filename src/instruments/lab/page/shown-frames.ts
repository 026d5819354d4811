import type { ShownFrame } from '../../../model/observation.js'

/** The frames of a page that take up room, in the document's order; addresses are absolute. Positions are those of the unscrolled page. */
export const shownFrames = (): ShownFrame[] =>
  [...document.querySelectorAll('iframe')].flatMap(frame => {
    const { width, height, top, left, bottom, right } = frame.getBoundingClientRect()
    if (width === 0 || height === 0 || !frame.checkVisibility({ visibilityProperty: true })) return []
    return [
      {
        url: frame.src,
        selector: globalThis.tunewright.selectorOf(frame),
        box: { width, height, top: top + scrollY, left: left + scrollX },
        inFirstView:
          bottom + scrollY > 0 && top + scrollY < innerHeight && right + scrollX > 0 && left + scrollX < innerWidth,
        // How far below what is seen at first it begins.
        below: Math.max(0, top + scrollY - innerHeight),
      },
    ]
  })
