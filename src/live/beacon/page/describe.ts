import { urlOf } from './url-of.js'

/** What an element is, by its tag and classes: nothing of what it holds. */
export function describeElement(node: unknown): string {
  if (!(node instanceof Node)) return ''
  const element = node instanceof Element ? node : node.parentElement
  if (!element) return ''
  const classes = [...element.classList].slice(0, 3).map(name => `.${name}`)
  return `${element.localName}${classes.join('')}`.slice(0, 160)
}

/** Where a file is: of the site itself by its path, of others by their host; never a query. */
export function describeUrl(address: string): string {
  const url = urlOf(address)
  if (!url || !/^https?:$/.test(url.protocol)) return url?.protocol ?? ''
  return (url.origin === location.origin ? url.pathname : url.host).slice(0, 160)
}
