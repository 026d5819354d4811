/** Where links lead, a line each, with what the browser does with them; what is made anew for each visit is left out of their addresses. */
export const readAddresses = (): string[] => {
  const MOST = 500
  const tidy = (text: string | null | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 80)
  const labelOf = (link: HTMLAnchorElement): string =>
    tidy(link.getAttribute('aria-label')) ||
    tidy(link.innerText) ||
    tidy(link.querySelector('img')?.alt) ||
    'without a text'
  /** Letters and figures mixed, or very long: a token, or the hash of a build. */
  const isMade = (part: string): boolean =>
    part.length >= 24 || (part.length >= 6 && /\d/.test(part) && /[a-z]/i.test(part))
  const lasting = (text: string): string =>
    text
      .split(/([^\w]+)/)
      .map(part => (isMade(part) ? '…' : part))
      .join('')
  return [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].slice(0, MOST).map(link => {
    const address = link.origin === location.origin ? link.href.slice(link.origin.length) : link.href
    const kept = /^(?:mailto|tel|sms):/.test(address) ? address : lasting(address)
    const opens = ['download', 'target'].filter(name => link.hasAttribute(name) && link.getAttribute(name) !== '_self')
    return [
      `“${labelOf(link)}” leads to ${kept}`,
      ...opens.map(name => `${name}=${tidy(link.getAttribute(name))}`),
    ].join(' ')
  })
}
