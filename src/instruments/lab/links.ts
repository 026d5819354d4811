/** Words of links that do something rather than show something. */
const SIDE_EFFECT =
  /(?:log|sign)[-_\s]?(?:out|off)|delete|remove|destroy|unsubscribe|(?:add[-_\s]?to[-_\s]?)?(?:cart|basket|bag)\b|checkout|\bbuy\b|purchase|\bpay(?:ment)?\b|vote|\blike\b|follow\b|download|\/api\//i

/**
 * Links that may be followed: the arm's own pages, by GET, without side effects by their look.
 * @returns paths with their query, each once, in the document's order
 */
export const safeLinks = (
  links: readonly { readonly url: string; readonly label: string }[],
  origin: string,
): string[] => {
  const paths = links
    .filter(link => link.url.startsWith(`${origin}/`))
    .map(link => ({ path: link.url.slice(origin.length), label: link.label }))
    .filter(({ path, label }) => !SIDE_EFFECT.test(decoded(path)) && !SIDE_EFFECT.test(label))
  return [...new Set(paths.map(({ path }) => path))]
}

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
