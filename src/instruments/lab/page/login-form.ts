/** What a visitor who fills in a form sees of it. */

/** The middle of the first visible element, in the viewport's CSS pixels, scrolled into view; null where there is none. */
export const pointOf = (selector: string): { x: number; y: number } | null => {
  for (const element of document.querySelectorAll(selector)) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const box = element.getBoundingClientRect()
    if (box.width > 0 && box.height > 0) return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  return null
}

/** Puts the cursor into a field and selects what it holds, so that what is typed replaces it. */
export const enterField = (selector: string): { isPassword: boolean } => {
  const fields = [...document.querySelectorAll<HTMLInputElement>(selector)]
  const field = fields.find(element => element.checkVisibility())
  field?.focus()
  field?.select?.()
  return { isPassword: field?.type === 'password' }
}

export const isThere = (selector: string): boolean => document.querySelector(selector) !== null

export const currentPath = (): string => location.pathname
