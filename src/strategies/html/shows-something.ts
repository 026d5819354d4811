/** So many characters of text are something to see. */
const SOMETHING = 20

/** Whether a page has anything to show before its scripts have run. */
export const showsSomething = (html: string): boolean => {
  const body = html
    .slice(Math.max(0, html.search(/<body\b/i)))
    .replace(/<!--[\s\S]*?-->|<(script|style|noscript|template)\b[\s\S]*?<\/\1\s*>/gi, '')
  return /<(?:img|svg|picture|video)\b/i.test(body) || body.replace(/<[^>]*>/g, '').trim().length >= SOMETHING
}
