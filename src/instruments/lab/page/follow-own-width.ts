/**
 * Which pictures are laid out by how wide they are by themselves, though shown narrower: a box that shrinks to what it holds asks for a picture's own width even where styles
 * give the picture a share of that box. Each gets, for a moment, the size it is painted in as its own; the page is to be as it was after it.
 * @param selectors of `<img>` elements
 * @returns those that, or what holds them, would be of another size then
 */
export const followOwnWidth = (selectors: readonly string[]): string[] => {
  /** Each makes the page be laid out twice. */
  const MOST = 150
  /** CSS pixels: below it, it is a matter of rounding. */
  const LEAST = 0.5

  const sizesAround = (element: Element): number[] => {
    const sizes: number[] = []
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { width, height } = at.getBoundingClientRect()
      sizes.push(width, height)
    }
    return sizes
  }
  const sizesWith = (element: HTMLImageElement, width: number): number[] => {
    const { naturalWidth, naturalHeight, style } = element
    const height = (width * naturalHeight) / naturalWidth
    style.setProperty('contain', 'size', 'important')
    style.setProperty('contain-intrinsic-size', `${width}px ${height}px`, 'important')
    return sizesAround(element)
  }

  return selectors.slice(0, MOST).filter(selector => {
    const element = document.querySelector(selector)
    if (!(element instanceof HTMLImageElement) || element.naturalWidth === 0) return false
    const painted = Math.min(element.width, element.naturalWidth)
    if (painted === 0 || painted === element.naturalWidth) return false
    const style = element.getAttribute('style')
    const ratio = getComputedStyle(element).aspectRatio
    // A transition would show the old size for a while.
    element.style.setProperty('transition', 'none', 'important')
    // What has no picture to take a ratio from.
    if (ratio.startsWith('auto'))
      element.style.setProperty('aspect-ratio', `${element.naturalWidth} / ${element.naturalHeight}`, 'important')
    const before = sizesWith(element, element.naturalWidth)
    const after = sizesWith(element, painted)
    if (style === null) element.removeAttribute('style')
    else element.setAttribute('style', style)
    return before.some((value, index) => Math.abs(value - after[index]!) > LEAST)
  })
}
