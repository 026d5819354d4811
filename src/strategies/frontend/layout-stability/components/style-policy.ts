import { parse } from 'parse5'
import { allowInline, metaPolicies, policySources } from '../../../html/content-security-policy.js'
import { shownElements } from '../../../html/elements.js'
import type { SourceText } from '../../../markup/source-text.js'
import type { ImageElement } from './image-element.js'

/** What renders on a server: there, styles come as markup whatever sets them in the browser. */
const ON_SERVER =
  /\b(?:hydrateRoot|hydrate|renderToString|renderToPipeableStream|renderToReadableStream|createSSRApp|getServerSideProps)\b|react-dom\/server|@vue\/server-renderer/

const forbidsStyles = ({ text }: SourceText): boolean =>
  metaPolicies(shownElements(parse(text)))
    .map(policy => policySources(policy, 'style-src-attr', 'style-src', 'default-src'))
    .some(sources => sources !== undefined && !allowInline(sources))

/**
 * Whether a style that is written into a component works. A Content Security Policy keeps out what comes as markup; what a script sets on an element, as
 * frameworks do in the browser, no policy forbids.
 *
 * @param sent a file by which a server sends a policy, or null
 */
export const stylesWork = (
  sent: string | null,
  pages: readonly SourceText[],
  modules: readonly SourceText[],
): ((element: Pick<ImageElement, 'styledByScript'>) => boolean) => {
  if (sent === null && !pages.some(forbidsStyles)) return () => true
  const rendered = modules.some(({ text }) => ON_SERVER.test(text))
  return ({ styledByScript }) => styledByScript && !rendered
}
