import { cutText } from './cut-text.js'

/** A page's path at most that long; what is longer is cut. */
const MOST_LENGTH = 200
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const NUMBER = /^\d+$/
/** Letters and digits without a word in them: ids of databases, hashes, tokens. */
const HASH = /^(?=(?:.*\d){4})[a-z0-9_]{16,}$/i
const DATED = /^\d{4}-\d{2}(-\d{2})?$/
const ENDS_IN_NUMBER = /^(.*[a-z])[-_]\d{3,}$/i
const EMAIL = /@|%40/i

function segmentName(segment: string): string {
  if (NUMBER.test(segment) || UUID.test(segment)) return ':id'
  if (DATED.test(segment)) return ':date'
  if (EMAIL.test(segment)) return ':text'
  return HASH.test(segment) || ENDS_IN_NUMBER.test(segment) ? ':id' : segment
}

/**
 * The page that a path is a view of: pages that differ by an id, a date or an address are one, so that their visits add up, and nothing that
 * tells of a visitor or an order is kept. `/shop/product/1234/` is `/shop/product/:id`.
 *
 * @param path as in the address, percent-encoded, without query
 */
export function pageName(path: string): string {
  const segments = path.split('/').filter(segment => segment !== '' && segment !== 'index.html')
  return cutText(`/${segments.map(segmentName).join('/')}`, MOST_LENGTH)
}
