/** What a `<video>` is given in place of an `<img>`. */
export interface FilmMarkup {
  /** Addresses as the page writes them, with their MIME types, the one to be tried first at the head. */
  readonly sources: readonly { readonly src: string; readonly type: string }[]
  readonly poster: string
  /** The image's own attributes that a video has too, as written. */
  readonly kept: readonly string[]
  readonly width: number | null
  /** Declarations for the element itself, the weakest first. */
  readonly style: readonly string[]
  /** null: the image says nothing. */
  readonly alt: string | null
  /** The image as it was, for browsers without videos. */
  readonly fallback: string
}

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/**
 * A video that moves as a GIF does: by itself, silent, in its place, for ever. To whoever has it read out it is the picture that it was.
 * The picture inside is for browsers without videos; others would fetch it all the same if it were not lazy.
 */
export const writeFilm = ({ sources, poster, kept, width, style, alt, fallback }: FilmMarkup): string => {
  const said =
    alt === null
      ? ['role="img"']
      : alt.trim() === ''
        ? ['aria-hidden="true"']
        : ['role="img"', `aria-label="${escaped(alt)}"`]
  const attributes = [
    ...kept,
    ...(width === null ? [] : [`width="${width}"`]),
    ...(style.length === 0 ? [] : [`style="${escaped(style.join('; '))}"`]),
    'autoplay loop muted playsinline disablepictureinpicture disableremoteplayback',
    `poster="${escaped(poster)}"`,
    ...said,
  ]
  const offered = sources.map(({ src, type }) => `<source src="${escaped(src)}" type="${escaped(type)}">`)
  return `<video ${attributes.join(' ')}>${offered.join('')}${fallback}</video>`
}
