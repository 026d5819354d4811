import type { StartedSlider } from '../../../model/observation.js'

/**
 * What scripts have made sliders of: of elements that stood one below the other the first alone is to be seen, in a box of its height, and the script says by a
 * class that it has begun.
 */
export const readSliders = (): StartedSlider[] => {
  /** What libraries call a slider that has started: `slick-initialized`, `flickity-enabled`, `swiper-initialized`, `is-ready`. */
  const BEGUN = /init|ready|loaded|enabled|mounted|started/i
  const only = (selector: string): boolean => document.querySelectorAll(selector).length === 1
  const below = (element: Element): string[] => {
    const found: string[] = []
    for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
      for (let next = at.nextElementSibling; next; next = next.nextElementSibling)
        if (next.getBoundingClientRect().height > 0) found.push(globalThis.tunewright.selectorOf(next))
    return found
  }
  return globalThis.tunewright.stacks.flatMap(({ element, classes, children }): StartedSlider[] => {
    const started = [...element.classList].find(name => !classes.includes(name) && BEGUN.test(name))
    if (started === undefined || !element.isConnected) return []
    const box = element.getBoundingClientRect()
    const first = children[0]!
    const isSeen = (child: HTMLElement): boolean => {
      const rect = child.getBoundingClientRect()
      const [across, down] = [
        Math.min(rect.right, box.right) - Math.max(rect.left, box.left),
        Math.min(rect.bottom, box.bottom) - Math.max(rect.top, box.top),
      ]
      return across > 1 && down > 1 && child.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    }
    if (!children.every(child => isSeen(child) === (child === first))) return []
    const height = first.offsetHeight
    // Dots and the like may stand below it.
    if (height === 0 || box.height < height - 1 || box.height > 1.5 * height) return []
    const named = [
      ...(element.id === '' ? [] : [`#${CSS.escape(element.id)}`]),
      ...classes.map(name => `.${CSS.escape(name)}`),
    ]
    const selector = named.find(only)
    const { display, overflowX, overflowY } = getComputedStyle(element)
    const clips = /^(?:block|flow-root)$/.test(display) && overflowX === 'hidden' && overflowY === 'hidden'
    const stacked = children.reduce((sum, child) => sum + child.offsetHeight, 0)
    return selector === undefined || stacked < 1.5 * box.height
      ? []
      : [{ selector, started, slides: children.length, height, stacked, clips, below: below(element) }]
  })
}
