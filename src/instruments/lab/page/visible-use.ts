import type { VisibleUse } from '../../../model/observation.js'

/**
 * What a visitor can see and use of a page that stands still, scrolled to its top: text that is there and cannot be seen, text that is cut
 * off, pictures, how far the page is wider than the screen, and the sizes of what is tapped.
 */
export const visibleUse = (): Omit<VisibleUse, 'shift'> => {
  interface Box {
    left: number
    top: number
    right: number
    bottom: number
  }
  const HARDLY = 0.1
  const styles = new Map<Element, CSSStyleDeclaration>()
  const styleOf = (element: Element): CSSStyleDeclaration => {
    const style = styles.get(element) ?? getComputedStyle(element)
    styles.set(element, style)
    return style
  }
  const upwards = (element: Element): Element[] => {
    const line: Element[] = []
    for (let at: Element | null = element; at; at = at.parentElement) line.push(at)
    return line
  }
  const isRoot = (element: Element): boolean => element === document.body || element === document.documentElement

  const pen = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const colours = new Map<string, readonly number[]>()
  /** Red, green, blue and opacity (0–1) of any CSS colour. */
  const colourOf = (css: string): readonly number[] => {
    let colour = colours.get(css)
    if (!colour) {
      pen.clearRect(0, 0, 1, 1)
      pen.fillStyle = css
      pen.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data
      colour = [red, green, blue, alpha / 255]
      colours.set(css, colour)
    }
    return colour
  }
  /** The one colour behind an element; null where it is a picture, or a mixture. */
  const colourBehind = (element: Element): readonly number[] | null => {
    for (const at of upwards(element)) {
      const style = styleOf(at)
      if (style.backgroundImage !== 'none') return null
      const colour = colourOf(style.backgroundColor)
      if (colour[3]! > 0.99) return colour
      if (colour[3]! > 0.01) return null
    }
    return [255, 255, 255, 1]
  }
  const isTransparent = (element: Element): boolean =>
    upwards(element).reduce((product, at) => product * Number.parseFloat(styleOf(at).opacity), 1) < HARDLY
  /** Whether ink of a colour can be told from what is behind it. */
  const hasInk = (element: Element): boolean => {
    const behind = colourBehind(element)
    if (!behind || styleOf(element).textShadow !== 'none') return true
    const ink = colourOf(styleOf(element).webkitTextFillColor)
    return ink[3]! >= HARDLY && ink.slice(0, 3).some((value, i) => ink[3]! * Math.abs(value - behind[i]!) > 8)
  }

  const meet = (a: Box, b: Box): Box => ({
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  })
  const areaOf = (box: Box): number => Math.max(0, box.right - box.left) * Math.max(0, box.bottom - box.top)
  const main = document.scrollingElement ?? document.documentElement
  const isClosed = [document.documentElement, document.body].some(
    root => root && /hidden|clip/.test(styleOf(root).overflowX),
  )
  /** Where a visitor can scroll to, as seen from where the page stands. */
  const reachable: Box = {
    left: -scrollX,
    top: -scrollY,
    right: (isClosed ? main.clientWidth : main.scrollWidth) - scrollX,
    bottom: main.scrollHeight - scrollY,
  }
  /** The part of a box that is not clipped away; what a scroller holds can be scrolled to. */
  const shownPart = (box: Box, element: Element): Box => {
    let part = box
    for (const at of upwards(element)) {
      const style = styleOf(at)
      if (/inset\((?:50|100)%|circle\(0/.test(style.clipPath)) return { left: 0, top: 0, right: 0, bottom: 0 }
      if (isRoot(at) || style.display === 'inline') continue
      const around = at.getBoundingClientRect()
      const [x, y] = [style.overflowX, style.overflowY]
      if (/auto|scroll/.test(`${x} ${y}`)) part = areaOf(meet(part, around)) > 0 ? meet(part, around) : around
      else if (/hidden|clip/.test(`${x} ${y}`)) part = meet(part, around)
    }
    return meet(part, reachable)
  }

  const unseenText: string[] = []
  const cutOffText: string[] = []
  const range = document.createRange()
  const walker = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const line = (node.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 120)
    if (!element || line === '' || /^(?:script|style|noscript|template|title|option)$/.test(element.localName)) continue
    if (!element.checkVisibility({ visibilityProperty: true })) continue
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()]
    const whole = boxes.reduce((sum, box) => sum + areaOf(box), 0)
    const shown = boxes.reduce((sum, box) => sum + areaOf(shownPart(box, element)), 0)
    if (whole < 1 || shown / whole < HARDLY || isTransparent(element) || !hasInk(element)) unseenText.push(line)
    else if (shown / whole < 0.8) cutOffText.push(line)
  }

  /** A silent video that plays by itself and for ever is an animated picture to whoever looks. */
  const isShown = (picture: HTMLImageElement | HTMLVideoElement): boolean =>
    picture instanceof HTMLImageElement
      ? picture.naturalWidth > 0
      : picture.autoplay &&
        picture.loop &&
        picture.defaultMuted &&
        !picture.controls &&
        picture.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA
  const pictures = [...document.querySelectorAll<HTMLImageElement | HTMLVideoElement>('img, video')].filter(image => {
    const box = image.getBoundingClientRect()
    const part = areaOf(shownPart(box, image))
    return isShown(image) && part >= 1 && image.checkVisibility({ visibilityProperty: true }) && !isTransparent(image)
  })
  /** Pictures that are written into the page have addresses of any length. */
  const addressOf = ({ currentSrc: url }: HTMLImageElement | HTMLVideoElement): string =>
    (url.startsWith(`${location.origin}/`) ? url.slice(location.origin.length) : url).slice(0, 2_000)

  const TAPPED = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [role="button"], [onclick]'
  const tapTargets = [...document.querySelectorAll<HTMLElement>(TAPPED)].flatMap(element => {
    if (!element.checkVisibility({ visibilityProperty: true })) return []
    // A picture in a link is tapped as well as the line that holds it.
    const boxes = [element, ...element.querySelectorAll('img, svg, video')].map(at => at.getBoundingClientRect())
    const [width, height] = [Math.max(...boxes.map(box => box.width)), Math.max(...boxes.map(box => box.height))]
    const own = element.getAttribute('aria-label') ?? element.innerText ?? ''
    const label = (own.trim() || element.querySelector('img')?.alt || element.getAttribute('name') || element.localName)
      .replace(/\s+/g, ' ')
      .slice(0, 80)
    return width > 0 && height > 0 ? [{ label, width: Math.round(width), height: Math.round(height) }] : []
  })
  return {
    unseenText,
    cutOffText,
    pictures: pictures.map(one =>
      (one instanceof HTMLImageElement ? one.alt : (one.ariaLabel ?? '')).replace(/\s+/g, ' ').trim(),
    ),
    pictureUrls: pictures.map(addressOf),
    tapTargets,
    overflow: Math.max(0, main.scrollWidth - main.clientWidth),
  }
}
