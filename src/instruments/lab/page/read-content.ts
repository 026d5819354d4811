/** What a page says and links to. */
export interface PageContent {
  readonly title: string
  readonly text: readonly string[]
  /** Absolute URLs of its links, without fragments, in the order of the document. */
  readonly links: readonly { readonly url: string; readonly label: string }[]
  readonly height: number
  readonly checks: {
    readonly title: boolean
    readonly description: boolean
    readonly language: boolean
    readonly viewport: boolean
    readonly crawlableLinks: boolean
    readonly imageAlternatives: boolean
  }
}

export const readContent = (): PageContent => {
  const anchors = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')]
  // What scripts make of a link (a form, a question first), and what search engines are told to leave alone, is not followed.
  const does =
    '[data-method], [data-turbo-method], [data-confirm], [data-turbo-confirm], [hx-post], [hx-put], [hx-patch], [hx-delete], [rel~="nofollow" i], [role="button"], [onclick*="confirm"]'
  const plain = anchors.filter(
    anchor => !anchor.hasAttribute('download') && !anchor.matches(does) && /^https?:$/.test(anchor.protocol),
  )
  const said = (selector: string): boolean => {
    const content = document.querySelector(selector)?.getAttribute('content')
    return content !== null && content !== undefined && content.trim() !== ''
  }
  return {
    title: document.title,
    // innerText, not textContent: what is hidden is not said to anybody
    text: (document.body?.innerText ?? '')
      .split('\n')
      .map(line => line.replace(/\s+/g, ' ').trim())
      .filter(line => line !== ''),
    links: plain.map(anchor => ({
      url: anchor.href.replace(/#.*$/, ''),
      label: [
        anchor.textContent,
        anchor.title,
        anchor.ariaLabel,
        ...[...anchor.querySelectorAll('img')].map(image => image.alt),
      ]
        .join(' ')
        .trim(),
    })),
    height: Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight ?? 0),
    checks: {
      title: document.title.trim() !== '',
      description: said('meta[name="description" i]'),
      language: (document.documentElement.lang ?? '').trim() !== '',
      viewport: said('meta[name="viewport" i]'),
      crawlableLinks:
        [...document.querySelectorAll('a')].every(
          anchor => !anchor.hasAttribute('onclick') || /^(https?:|mailto:|tel:)/.test(anchor.href),
        ) && !anchors.some(anchor => anchor.protocol === 'javascript:'),
      imageAlternatives: [...document.images].every(image => image.hasAttribute('alt')),
    },
  }
}
