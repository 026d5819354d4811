import type { ImageChoice, ShownImage } from '../../../model/observation.js'

/** A picture as the page alone knows it: URL absolute, nothing of its bytes but where it stands in the page itself. */
export interface SeenImage extends Omit<ShownImage, 'bodyHash' | 'contentType' | 'bytes' | 'isLcp' | 'trial'> {
  /** The content of one that is no drawing and stands in the code (`data:`). */
  readonly inlined?: {
    /** SHA-256, hexadecimal. */
    readonly hash: string
    readonly bytes: number
  }
}

/**
 * Finds the pictures that are painted, with the size at which the picture itself is painted: a cropped one is larger than its box.
 * Positions are those of the unscrolled page.
 * @param moments shares of a film's time at which it is looked at
 * @param filmSize width of those pictures, pixels
 */
export const shownImages = async (moments: readonly number[], filmSize: number): Promise<SeenImage[]> => {
  interface Size {
    width: number
    height: number
  }
  const loaded = new Map<string, Promise<Size>>()
  /** Pixels of the file. An element's own natural size is divided by the density it was chosen for. */
  const pixelsOf = (url: string): Promise<Size> => {
    let size = loaded.get(url)
    if (!size) {
      size = new Promise(resolve => {
        const probe = new Image()
        const give = (): void => resolve({ width: probe.naturalWidth, height: probe.naturalHeight })
        const timer = setTimeout(give, 5_000)
        probe.onload = probe.onerror = () => {
          clearTimeout(timer)
          give()
        }
        probe.src = url
      })
      loaded.set(url, size)
    }
    return size
  }

  const contents = new Map<string, Promise<SeenImage['inlined']>>()
  const readContent = async (url: string): Promise<SeenImage['inlined']> => {
    const [, encoded] = /^data:image\/(?!svg)[^,]*;base64,(.*)$/s.exec(url) ?? []
    if (encoded === undefined) return undefined
    try {
      const content = Uint8Array.from(atob(decodeURIComponent(encoded)), char => char.charCodeAt(0))
      // Where pages are not served safely there is no such thing.
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
      const hash = [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('')
      return { hash, bytes: content.length }
    } catch {
      return undefined
    }
  }
  /** What file a picture was that stands in the code now. */
  const contentOf = (url: string): Promise<SeenImage['inlined']> => {
    const content = contents.get(url) ?? readContent(url)
    contents.set(url, content)
    return content
  }

  /** The painted size of a picture of size `own` in a box, by `object-fit` or a keyword of `background-size`. */
  const fitted = (fit: string, box: Size, own: Size): Size => {
    if (own.width === 0 || own.height === 0) return box
    const cover = Math.max(box.width / own.width, box.height / own.height)
    const contain = Math.min(box.width / own.width, box.height / own.height)
    const scale =
      fit === 'cover' ? cover : fit === 'contain' ? contain : fit === 'scale-down' ? Math.min(1, contain) : 1
    return fit === 'fill' ? box : { width: own.width * scale, height: own.height * scale }
  }

  const isSeen = (element: Element, rect: DOMRect): boolean =>
    rect.width > 0 &&
    rect.height > 0 &&
    element.checkVisibility({ opacityProperty: false, visibilityProperty: true, contentVisibilityAuto: false })
  const inFirstView = (rect: DOMRect): boolean =>
    rect.bottom + scrollY > 0 &&
    rect.top + scrollY < innerHeight &&
    rect.right + scrollX > 0 &&
    rect.left + scrollX < innerWidth

  /** The box inside borders (and padding), as painted: transforms are in the outer rectangle. */
  const innerBox = (element: Element, rect: DOMRect, style: CSSStyleDeclaration, padding: boolean): Size => {
    const layout = element instanceof HTMLElement ? { width: element.offsetWidth, height: element.offsetHeight } : rect
    const take = (sides: readonly string[]): number =>
      sides.reduce((sum, side) => {
        const border = Number.parseFloat(style.getPropertyValue(`border-${side}-width`)) || 0
        const inside = padding ? Number.parseFloat(style.getPropertyValue(`padding-${side}`)) || 0 : 0
        return sum + border + inside
      }, 0)
    const scaleX = layout.width > 0 ? rect.width / layout.width : 1
    const scaleY = layout.height > 0 ? rect.height / layout.height : 1
    return {
      width: Math.max(0, layout.width - take(['left', 'right'])) * scaleX,
      height: Math.max(0, layout.height - take(['top', 'bottom'])) * scaleY,
    }
  }

  /** The candidates of a `srcset`: addresses are made whole, an address may hold commas. */
  const candidatesOf = (srcset: string): ImageChoice['candidates'] =>
    [...srcset.matchAll(/[\s,]*(\S*[^\s,])(?:\s+([^\s,]+))?\s*(?:,|$)/g)].map(([, url, descriptor]) => ({
      url: new URL(url ?? '', document.baseURI).href,
      descriptor: descriptor ?? '',
    }))
  /** Where the browser found what an image shows, as far as it had a choice. */
  const choiceOf = (image: HTMLImageElement): { choice?: ImageChoice } => {
    const parent = image.parentElement instanceof HTMLPictureElement ? image.parentElement : null
    const sources = parent ? [...parent.querySelectorAll<HTMLSourceElement>(':scope > source')] : []
    const places = [...sources.filter(one => one.srcset !== ''), ...(image.srcset === '' ? [] : [image])]
    for (const place of places) {
      const candidates = candidatesOf(place.srcset)
      if (!candidates.some(({ url }) => url === image.currentSrc)) continue
      const type = place instanceof HTMLSourceElement && place.type !== '' ? place.type : null
      const byMedia = sources.some(one => one.media !== '')
      return { choice: { type, byMedia, candidates, sizes: place.sizes } }
    }
    return {}
  }

  const found: SeenImage[] = []
  const add = async (
    element: Element,
    via: SeenImage['via'],
    url: string,
    painted: (natural: Size) => Size,
    more: Pick<SeenImage, 'objectFit' | 'hasDimensions' | 'loading' | 'alt' | 'choice' | 'frames' | 'film'>,
    pseudo = '',
    known?: Size,
  ): Promise<void> => {
    const rect = element.getBoundingClientRect()
    if (!/^(?:https?|data):/.test(url) || !isSeen(element, rect)) return
    const natural = known ?? (await pixelsOf(url))
    const size = painted(natural)
    const inlined = await contentOf(url)
    found.push({
      // All of a picture that stands in the page is more than a name.
      url: url.startsWith('data:') ? (/^data:[^;,]*/.exec(url)?.[0] ?? 'data:') : url.replace(/#.*$/, ''),
      via,
      selector: globalThis.tunewright.selectorOf(element) + pseudo,
      box: { width: size.width, height: size.height, top: rect.top + scrollY, left: rect.left + scrollX },
      natural,
      inFirstView: inFirstView(rect),
      element: { width: rect.width, height: rect.height },
      ...(inlined && { inlined }),
      ...more,
    })
  }

  /** What stands in for an animated picture: nobody has to press anything, or can. */
  const isFilm = (video: HTMLVideoElement): boolean =>
    video.autoplay && video.loop && video.defaultMuted && !video.controls && video.currentSrc !== ''
  /** Pictures of a video at the moments at which animated pictures are looked at; none where it may not be read. It is left as it was found. */
  const filmOf = async (video: HTMLVideoElement): Promise<string[]> => {
    const within = (ms: number, event: (happened: () => void) => void): Promise<void> =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, ms)
        event(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    const seek = async (time: number): Promise<void> => {
      // The frame comes a moment before or after the news of it; where it is the one that is shown, none comes.
      let shown = (): void => {}
      let came = false
      video.requestVideoFrameCallback(() => {
        came = true
        shown()
      })
      await within(2_000, happened => {
        video.addEventListener('seeked', happened, { once: true })
        video.currentTime = time
      })
      if (came) return
      await within(200, happened => {
        shown = happened
      })
    }
    const found = video.currentTime
    const film: string[] = []
    try {
      const canvas = new OffscreenCanvas(
        filmSize,
        Math.max(1, Math.round((filmSize * video.videoHeight) / video.videoWidth)),
      )
      const context = canvas.getContext('2d')!
      context.imageSmoothingQuality = 'high'
      for (const moment of moments) {
        await seek(moment * video.duration)
        const frame = await createImageBitmap(video)
        context.drawImage(frame, 0, 0, canvas.width, canvas.height)
        const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
        film.push(btoa(String.fromCharCode(...bytes)))
      }
    } catch {
      film.length = 0
    }
    await seek(found)
    return film
  }

  /** The URLs of one background layer: one, or the choices of an `image-set()`. */
  const urlsOf = (layer: string): string[] =>
    [...layer.matchAll(/url\(\s*(?:"((?:[^"\\]|\\.)*)"|([^"')\s]+))\s*\)/g)].map(match => match[1] ?? match[2] ?? '')
  /** Splits a list at the commas that are in no bracket. */
  const layersOf = (value: string): string[] => {
    const layers: string[] = []
    let depth = 0
    let current = ''
    for (const char of value) {
      if (char === '(') depth++
      if (char === ')') depth--
      if (char === ',' && depth === 0) {
        layers.push(current.trim())
        current = ''
      } else current += char
    }
    return [...layers, current.trim()]
  }
  const requested = new Set(performance.getEntriesByType('resource').map(entry => entry.name))

  const backgrounds = async (element: Element, pseudo: '' | '::before' | '::after'): Promise<void> => {
    const style = getComputedStyle(element, pseudo === '' ? null : pseudo)
    if (style.backgroundImage === 'none' || !style.backgroundImage.includes('url(')) return
    if (pseudo !== '' && style.content === 'none') return
    const sizes = layersOf(style.backgroundSize)
    const attachments = layersOf(style.backgroundAttachment)
    for (const [index, layer] of layersOf(style.backgroundImage).entries()) {
      const urls = urlsOf(layer)
      // Of the choices of an image-set, the browser has asked for one.
      const url = urls.length > 1 ? urls.find(choice => requested.has(choice)) : urls[0]
      if (url === undefined) continue
      const rect = element.getBoundingClientRect()
      const fixed = attachments[index % attachments.length] === 'fixed'
      const own = innerBox(element, rect, getComputedStyle(element), false)
      const pseudoBox = {
        width: Number.parseFloat(style.width) || own.width,
        height: Number.parseFloat(style.height) || own.height,
      }
      const box = fixed ? { width: innerWidth, height: innerHeight } : pseudo === '' ? own : pseudoBox
      const size = sizes[index % sizes.length] ?? 'auto'
      const density = Number(/url\([^)]*\)\s+([\d.]+)(?:x|dppx)/.exec(layer.slice(layer.indexOf(url) - 6))?.[1] ?? 1)
      const painted = (natural: Size): Size => {
        const css = { width: natural.width / density, height: natural.height / density }
        if (size === 'cover' || size === 'contain') return fitted(size, box, css)
        const [across = 'auto', down = 'auto'] = size.split(' ')
        const length = (value: string, whole: number): number | null =>
          value.endsWith('%')
            ? (Number.parseFloat(value) / 100) * whole
            : value === 'auto'
              ? null
              : Number.parseFloat(value)
        const width = length(across, box.width)
        const height = length(down, box.height)
        const ratio = css.width > 0 ? css.height / css.width : 1
        return {
          width: width ?? (height === null ? css.width : height / ratio),
          height: height ?? (width === null ? css.height : width * ratio),
        }
      }
      await add(
        element,
        'css-background',
        url,
        painted,
        { objectFit: size, hasDimensions: true, loading: 'auto' },
        pseudo,
      )
    }
  }

  for (const element of document.querySelectorAll('*')) {
    const style = getComputedStyle(element)
    const rect = element.getBoundingClientRect()
    if (element instanceof HTMLImageElement || (element instanceof HTMLInputElement && element.type === 'image')) {
      const isImage = element instanceof HTMLImageElement
      const box = innerBox(element, rect, style, true)
      const own = isImage ? { width: element.naturalWidth, height: element.naturalHeight } : box
      await add(
        element,
        isImage ? 'img' : 'input',
        isImage ? element.currentSrc : element.src,
        () => fitted(style.objectFit, box, own),
        {
          objectFit: style.objectFit,
          hasDimensions: style.aspectRatio !== 'auto',
          alt: element.alt.replace(/\s+/g, ' ').trim(),
          loading:
            isImage && element.hasAttribute('loading') ? (element.loading === 'lazy' ? 'lazy' : 'eager') : 'auto',
          ...(isImage ? choiceOf(element) : {}),
        },
      )
    } else if (element instanceof SVGImageElement) {
      await add(element, 'svg-image', new URL(element.href.baseVal, document.baseURI).href, () => rect, {
        objectFit: 'fill',
        hasDimensions: true,
        loading: 'auto',
      })
    }
    if (element instanceof HTMLVideoElement && isFilm(element)) {
      const box = innerBox(element, rect, style, true)
      const own = { width: element.videoWidth, height: element.videoHeight }
      const { played, seekable } = element
      const hasPlayed = element.error === null && played.length > 0 && played.end(0) > 0
      // From a server that does not answer for parts of a file, Safari plays no video.
      const moves = hasPlayed && seekable.length > 0 && seekable.end(seekable.length - 1) > 0.9 * element.duration
      await add(
        element,
        'film',
        element.currentSrc,
        () => fitted(style.objectFit, box, own),
        {
          objectFit: style.objectFit,
          hasDimensions: style.aspectRatio !== 'auto',
          loading: 'auto',
          alt: (element.ariaLabel ?? '').replace(/\s+/g, ' ').trim(),
          // How many frames a video has is nobody's business: it moves, or it does not.
          ...(moves ? { frames: 2, film: await filmOf(element) } : {}),
        },
        '',
        own,
      )
    }
    if (element instanceof HTMLVideoElement && element.poster !== '') {
      const box = innerBox(element, rect, style, true)
      await add(element, 'video-poster', element.poster, natural => fitted(style.objectFit, box, natural), {
        objectFit: style.objectFit,
        hasDimensions: style.aspectRatio !== 'auto',
        loading: 'auto',
      })
    }
    for (const pseudo of ['', '::before', '::after'] as const) await backgrounds(element, pseudo)
  }
  return found
}
