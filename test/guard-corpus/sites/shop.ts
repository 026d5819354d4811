import { picture } from '../pictures.js'
import { pick } from '../random.js'
import type { Site, SiteRequest } from '../site.js'
import { readFiles } from './read-site.js'

/** A shop: a list of products with pictures (`/`), a product (`/products/kettle`) and a cart that lives in a cookie (`/cart`). */

const PRODUCTS =
  'kettle lamp chair bowl blanket shelf mug lantern stool apron board candle'.split(' ')

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

const inCart = (request: SiteRequest): number => Number(request.cookies.get('cart')?.split(':')[1] ?? 0)

const respond: NonNullable<Site['respond']> = (request, moment, files) => {
  const { path, method, form } = request
  if (path === '/newsletter' && method === 'POST')
    return form.get('email') ? { status: 303, headers: { location: '/newsletter-thanks' } } : { status: 400 }
  if (path === '/cart' && method === 'POST') {
    if (form.get('item') !== 'kettle') return { status: 400, body: 'Which thing?' }
    const count = inCart(request) + Number(form.get('quantity') ?? 1)
    return { status: 303, headers: { location: '/cart', 'set-cookie': `cart=kettle:${count}; Path=/; SameSite=Lax` } }
  }
  if (path === '/cart') {
    const count = inCart(request)
    const lines = count > 0 ? `<p id="line">Copper kettle × ${count}</p>` : '<p id="line">Nothing yet.</p>'
    return { body: String(files['/cart']).replace('<!-- lines -->', lines) }
  }
  if (path === '/recommended') {
    const chosen = pick(PRODUCTS.slice(1), moment.random)
    return { body: `<li><img src="/img/${chosen}-320.jpg" width="160" height="120" alt="${chosen}"></li>` }
  }
  return undefined
}

export const shop: Site = { files: { ...readFiles('shop'), ...Object.fromEntries(pictures) }, respond }
