import type { FilledElement } from '../../../model/observation.js'

/** What scripts have filled; of what is laid out in lines, or beside the page's flow, no height could be reserved. */
export const readFilled = (): FilledElement[] =>
  globalThis.tunewright.empty.flatMap((element): FilledElement[] => {
    const held = element.childNodes.length > 0 && (element.childElementCount > 0 || element.textContent?.trim() !== '')
    if (!held || !element.isConnected || document.querySelectorAll(`#${CSS.escape(element.id)}`).length !== 1) return []
    const style = getComputedStyle(element)
    if (!/^(?:block|flow-root|flex|grid|inline-block|inline-flex|inline-grid)$/.test(style.display)) return []
    if (!/^(?:static|relative)$/.test(style.position) || style.visibility !== 'visible') return []
    const length = (property: string): number => Number.parseFloat(style.getPropertyValue(property)) || 0
    const around =
      style.boxSizing === 'border-box'
        ? 0
        : ['padding-top', 'padding-bottom', 'border-top-width', 'border-bottom-width'].reduce(
            (sum, one) => sum + length(one),
            0,
          )
    // Rounded down: never higher than it is.
    const minHeight = Math.floor((element.offsetHeight - around) * 100) / 100
    const controls =
      element.querySelector('button, summary, input, [role="button"], [aria-label*="close" i], [onclick]') !== null
    return minHeight > 0 ? [{ id: element.id, minHeight, controls }] : []
  })
