import type { FlowStep } from '../../../model/flow.js'

/*
 * What a visitor who takes the steps of a flow sees of the page. Found elements stay in the page, as a list that the next function is called on.
 */

/** The document, or that of the frame at the end of a way. */
export function rootOf(this: unknown, frame: readonly number[]): Node[] {
  let view: Window = globalThis as unknown as Window
  for (const index of frame) {
    const inner = view.frames[index]
    if (!inner) return []
    view = inner
  }
  try {
    return [view.document]
  } catch {
    return [] // a frame of another origin
  }
}

/** What a selector other than `aria/` finds below each of some nodes; below a shadow tree's host, in the tree. */
export function queryAll(this: readonly Node[], selector: string): Element[] {
  const [, kind, query] = /^(?:(text|xpath|pierce)\/)?([\s\S]*)$/.exec(selector)!
  const below = (node: Node): ParentNode & Node => (node as Element).shadowRoot ?? (node as Element)
  const shadows = (root: ParentNode): ShadowRoot[] =>
    [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? [shadowRoot, ...shadows(shadowRoot)] : [],
    )
  const says = (element: Element): boolean => {
    const { value, type } = element as HTMLInputElement
    const own = element.localName === 'input' && ['button', 'submit', 'reset'].includes(type) ? value : ''
    return `${element.textContent}${own}`.includes(query!)
  }
  const found = this.flatMap(node => {
    const root = below(node)
    if (kind === 'xpath') {
      const result = document.evaluate(query!, root, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE)
      return Array.from({ length: result.snapshotLength }, (_, index) => result.snapshotItem(index)).filter(
        item => item?.nodeType === Node.ELEMENT_NODE,
      ) as Element[]
    }
    if (kind === 'pierce') return [root, ...shadows(root)].flatMap(tree => [...tree.querySelectorAll(query!)])
    if (kind === 'text') {
      // The innermost that say it.
      return [root, ...shadows(root)]
        .flatMap(tree => [...tree.querySelectorAll('*')])
        .filter(
          element =>
            !['script', 'style', 'head', 'title'].includes(element.localName) &&
            says(element) &&
            ![...element.children].some(says),
        )
    }
    return [...root.querySelectorAll(query!)]
  })
  return [...new Set(found)]
}

/** Whether a step can be taken on the first visible of some elements, and where; else what stands in its way. */
export type Readiness =
  | { readonly at: { readonly x: number; readonly y: number } }
  | { readonly hindered: 'missing' | 'hidden' | 'moving' | 'disabled' | 'covered'; readonly by?: string }

/**
 * Brings the element into view, and holds the step's place against what lies above it there. It is steady where it stays for two frames.
 * @param acts false for steps that only look or scroll: then nothing is asked but that it is seen
 */
export async function readiness(
  this: readonly Element[],
  offset: { readonly x?: number; readonly y?: number },
  acts: boolean,
): Promise<Readiness> {
  const frame = (): Promise<unknown> => new Promise(resolve => requestAnimationFrame(resolve))
  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true })
  }
  if (this.length === 0) return { hindered: 'missing' }
  const element = this.find(isShown)
  if (!element) return { hindered: 'hidden' }
  const view = element.ownerDocument.defaultView!
  const box = element.getBoundingClientRect()
  const inView = box.top >= 0 && box.left >= 0 && box.bottom <= view.innerHeight && box.right <= view.innerWidth
  if (!inView) element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
  const first = element.getBoundingClientRect()
  let now = first
  // Two frames, each looked at: what swings to and fro is in its old place again in the second.
  for (let seen = 0; seen < 2; seen++) {
    await frame()
    now = element.getBoundingClientRect()
    const stayed = (['x', 'y', 'width', 'height'] as const).every(side => Math.abs(first[side] - now[side]) < 0.5)
    if (!stayed) return { hindered: 'moving' }
  }
  if (acts && element.matches(':disabled')) return { hindered: 'disabled' }

  const toTop = (x: number, y: number): { x: number; y: number } => {
    let at = { x, y }
    for (let inner: Window | null = view; inner?.frameElement; inner = inner.parent) {
      const outer = inner.frameElement.getBoundingClientRect()
      at = { x: at.x + outer.x + inner.frameElement.clientLeft, y: at.y + outer.y + inner.frameElement.clientTop }
    }
    return at
  }
  const middle = { x: now.x + now.width / 2, y: now.y + now.height / 2 }
  const given =
    offset.x !== undefined && offset.y !== undefined && offset.x < now.width && offset.y < now.height
      ? [{ x: now.x + Math.max(0, offset.x), y: now.y + Math.max(0, offset.y) }]
      : []
  if (!acts) return { at: toTop(middle.x, middle.y) }
  let covering: Element | null = null
  // Links over several lines have no middle of their own.
  const lines = [...element.getClientRects()].map(line => ({ x: line.x + line.width / 2, y: line.y + line.height / 2 }))
  for (const at of [...given, middle, ...lines.slice(0, 5)]) {
    let hit: Element | null = element.ownerDocument.elementFromPoint(at.x, at.y)
    while (hit?.shadowRoot) {
      const inner: Element | null = hit.shadowRoot.elementFromPoint(at.x, at.y)
      if (!inner || inner === hit) break
      hit = inner
    }
    let reaches = false
    for (let up: Node | null = hit; up && !reaches; up = up.parentNode ?? (up as ShadowRoot).host ?? null) {
      reaches = up === element
    }
    // What lets clicks through hands them to what holds it; a label hands them to its field.
    if (hit && (reaches || hit.contains(element) || hit.closest('label')?.control === element))
      return { at: toTop(at.x, at.y) }
    covering ??= hit
  }
  return { hindered: 'covered', by: covering ? globalThis.tunewright.selectorOf(covering) : 'the edge of the window' }
}

/** Puts the cursor into the first visible field and selects what it holds; says how its value is entered. */
export function enter(this: readonly Element[]): {
  readonly entry: 'typed' | 'set' | 'none'
  readonly isPassword: boolean
} {
  const field = (this.find(element => element.checkVisibility()) ?? this[0]) as HTMLInputElement
  const { localName, type } = field
  field.focus()
  if (field.isContentEditable) {
    field.ownerDocument.getSelection()?.selectAllChildren(field)
    return { entry: 'typed', isPassword: false }
  }
  if (localName === 'select') return { entry: 'set', isPassword: false }
  if (localName !== 'input' && localName !== 'textarea') return { entry: 'none', isPassword: false }
  const isTyped =
    localName === 'textarea' || ['text', 'search', 'email', 'url', 'tel', 'password', 'number', ''].includes(type)
  if (isTyped) field.select()
  return { entry: isTyped ? 'typed' : 'set', isPassword: type === 'password' }
}

/** Sets the value of a field that is not typed into: a choice, a date, a colour. */
export function setValue(this: readonly Element[], value: string): boolean {
  const field = (this.find(element => element.checkVisibility()) ?? this[0]) as HTMLInputElement | HTMLSelectElement
  field.value = value
  const taken = field.value === value
  field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  field.dispatchEvent(new Event('change', { bubbles: true }))
  return taken
}

/** Scrolls the first of some elements, or the page where there are none. */
export function scrollToPlace(this: readonly Element[], x: number | undefined, y: number | undefined): void {
  const [element] = this
  const place = { left: x ?? 0, top: y ?? 0, behavior: 'instant' } as const
  if (!element) globalThis.scrollTo(place)
  else if (x !== undefined || y !== undefined) element.scrollTo(place)
}

type Awaited = Extract<FlowStep, { readonly type: 'waitForElement' }>

/** Whether what a step waits for is so. */
export function isAsAwaited(
  this: readonly Element[],
  step: Pick<Awaited, 'operator' | 'count' | 'visible' | 'properties' | 'attributes'>,
): boolean {
  const { operator = '>=', count = 1, visible = true, properties = {}, attributes = {} } = step
  const matches = (wanted: unknown, held: unknown): boolean =>
    wanted === held ||
    (wanted instanceof Object &&
      held instanceof Object &&
      Object.entries(wanted).every(([key, value]) => matches(value, Reflect.get(held, key))))
  const found = this.length
  const so =
    (operator === '==' ? found === count : operator === '<=' ? found <= count : found >= count) &&
    this.every(
      element =>
        Object.entries(attributes).every(([name, value]) => element.getAttribute(name) === value) &&
        matches(properties, element),
    )
  return so === visible
}
