import { picture } from '../pictures.js'
import type { Site } from '../site.js'
import { readFiles } from './read-site.js'

/** A shop: a list of products with pictures (`/`), a product (`/products/kettle`) and a cart that lives on the server (`/cart`). */

export const PRODUCTS = 'kettle lamp chair bowl blanket shelf mug lantern stool apron board candle'.split(' ')

/** Which scene a product's pictures show. */
export const sceneOf = (product: string): number => 100 + PRODUCTS.indexOf(product)

const pictures = await Promise.all(
  PRODUCTS.flatMap(product =>
    [640, 320].map(
      async width =>
        [`/img/${product}-${width}.jpg`, await picture(sceneOf(product), { width, height: (width * 3) / 4 })] as const,
    ),
  ),
)

/** Pages that tell visitors apart from their first visit on. */
const ENTRIES = ['/', '/products/kettle']

const respond: NonNullable<Site['respond']> = ({ path, method, form, cookies }, moment, files) => {
  const visitor = cookies.get('visitor') ?? `v${moment.answered}`
  const count = moment.memory.get(visitor) ?? 0
  if (path === '/newsletter' && method === 'POST')
    return form.get('email') ? { status: 303, headers: { location: '/newsletter-thanks' } } : { status: 400 }
  if (path === '/cart' && method === 'POST') {
    if (form.get('item') !== 'kettle') return { status: 400, body: 'Which thing?' }
    const after = count + Number(form.get('quantity') ?? 1)
    moment.memory.set(visitor, after)
    const kept = [`visitor=${visitor}; Path=/; SameSite=Lax`, `cart=kettle:${after}; Path=/; SameSite=Lax`]
    return { status: 303, headers: { location: '/cart', 'set-cookie': kept } }
  }
  if (path === '/cart') {
    const lines = count > 0 ? `<p id="line">Copper kettle × ${count}</p>` : '<p id="line">Nothing yet.</p>'
    return { body: String(files['/cart']).replace('<!-- lines -->', lines) }
  }
  if (ENTRIES.includes(path) && method === 'GET' && !cookies.has('visitor'))
    return { body: files[path]!, headers: { 'set-cookie': `visitor=${visitor}; Path=/; SameSite=Lax` } }
  return undefined
}

export const shop: Site = { files: { ...readFiles('shop'), ...Object.fromEntries(pictures) }, respond }
