import { redactText } from '../../model/redaction/index.js'
import { looksLikeItActs } from '../../model/side-effects.js'

/**
 * Links that may be followed: the arm's own pages, by GET, without side effects by their look, and none that carries a credential (whoever
 * follows those logs in, confirms, or leaves a list).
 * @param ownOrigins what the arm is called
 * @returns paths with their query, each once, in the document's order
 */
export const safeLinks = (
  links: readonly { readonly url: string; readonly label: string }[],
  ownOrigins: readonly string[],
): string[] => {
  const paths = links
    .flatMap(({ url, label }) => {
      const origin = ownOrigins.find(own => url.startsWith(`${own}/`))
      return origin === undefined ? [] : [{ path: url.slice(origin.length), label }]
    })
    .filter(({ path, label }) => !looksLikeItActs(path) && !looksLikeItActs(label) && redactText(path) === path)
  return [...new Set(paths.map(({ path }) => path))]
}
