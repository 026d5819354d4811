/** Whether anything can be seen on the page: text, a picture, a drawing. */
export const showsContent = (): boolean => {
  const isSeen = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }
  if ([...document.querySelectorAll('img, svg, canvas, video, input, button')].some(isSeen)) return true
  const texts = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
    if (text.nodeValue?.trim() && text.parentElement !== null && isSeen(text.parentElement)) return true
  return false
}
