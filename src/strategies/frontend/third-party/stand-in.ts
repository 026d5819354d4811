import type { DefaultTreeAdapterTypes as Tree } from 'parse5'
import { attribute } from '../../html/elements.js'

/** Players that a page embeds by a frame, and their address that plays at once. */
const PLAYERS: readonly { readonly name: string; readonly address: RegExp }[] = [
  { name: 'YouTube', address: /^https?:\/\/(?:www\.)?youtube(?:-nocookie)?\.com\/embed\/[\w-]+/ },
  { name: 'Vimeo', address: /^https?:\/\/player\.vimeo\.com\/video\/\d+/ },
]

const whole = (src: string): string => (src.startsWith('//') ? `https:${src}` : src)

export const playerOf = (src: string): string | null =>
  PLAYERS.find(({ address }) => address.test(whole(src)))?.name ?? null

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Laid out by attributes of their own elements: no style sheet, no script. */
const FILLS =
  'position:fixed;inset:0;display:flex;align-items:center;justify-content:center;background:#111;color:#fff;font:700 3rem system-ui,sans-serif;text-decoration:none'
const COVERS = 'position:fixed;inset:0;width:100%;height:100%;object-fit:cover;z-index:-1'

/** The video's name, as far as the frame says it. */
const titleOf = (frame: Tree.Element): string =>
  attribute(frame, 'title')?.trim() || `${playerOf(attribute(frame, 'src') ?? '')} video`

/**
 * The page that a frame holds until its player is wanted (its `srcdoc`, not escaped): one link, which leads that frame to the player. It needs no
 * script, is reached and pressed by keys as any link, has the frame's own size, and asks nobody for anything. (Where styles may not stand in
 * elements, the link is plain text.) Browsers that do not know `srcdoc` show the player as before.
 *
 * @param poster address of a picture of the site, or null: a neutral box
 * @returns null for a frame that is no player, or holds a page of its own already
 */
export const facadeOf = (frame: Tree.Element, poster: string | null): string | null => {
  const src = attribute(frame, 'src') ?? ''
  if (playerOf(src) === null || attribute(frame, 'srcdoc') !== undefined || !URL.canParse(whole(src))) return null
  const player = new URL(whole(src))
  player.searchParams.set('autoplay', '1')
  const title = titleOf(frame)
  const image = poster === null ? '' : `<img src="${escaped(poster)}" alt="" style="${COVERS}">`
  return `<title>${escaped(title)}</title><a href="${escaped(player.href)}" aria-label="${escaped(`Play: ${title}`)}" style="${FILLS}">${image}▶</a>`
}

/** The attribute that puts a page into a frame. */
export const srcdoc = (page: string): string => `srcdoc="${escaped(page)}"`

/** A frame as it could be written, with the page in it that stands in for its player; null as of `facadeOf`. */
export const standIn = (frame: Tree.Element, poster: string | null): string | null => {
  const page = facadeOf(frame, poster)
  if (page === null) return null
  const attributes = frame.attrs
    .filter(one => !['title', 'srcdoc', 'loading'].includes(one.name))
    .map(({ name: key, value }) => (value === '' ? key : `${key}="${escaped(value)}"`))
  return `<iframe ${[...attributes, `title="${escaped(titleOf(frame))}"`, srcdoc(page)].join(' ')}></iframe>`
}
