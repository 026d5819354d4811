const assert = require('node:assert/strict');
const { after, before, describe, it } = require('node:test');
const { brotliDecompressSync, gunzipSync } = require('node:zlib');
const { createApp } = require('../server/app');
const { migrate } = require('../server/db/migrate');
const { createPool } = require('../server/db/pool');

// Everything happens in a schema of this run's own, so the shop's data is left as it is.
const schema = `storefront_test_${process.pid}`;
let pool;
let app;

const get = (url) => app.inject({ url });
const post = (url, payload) => app.inject({ method: 'POST', url, payload });

describe('the API', () => {
  before(async () => {
    pool = createPool({ schema });
    await pool.query(`CREATE SCHEMA ${schema}`);
    await migrate(pool, { orders: 400, reviews: 200, productCount: 48 });
    app = createApp({ pool, assets: false });
  });

  after(async () => {
    await app?.close();
    await pool?.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
    await pool?.end();
  });

  it('is healthy', async () => {
    assert.deepEqual((await get('/healthz')).json(), { ok: true });
  });

  it('can be set up again without changing anything', async () => {
    await migrate(pool);
    const { rows } = await pool.query('SELECT count(*)::int AS count FROM products');
    assert.equal(rows[0].count, 48);
  });

  it('lists the favourites in their order', async () => {
    const { products } = (await get('/api/products')).json();
    assert.equal(products.length, 6);
    assert.equal(products[0].slug, 'alder-table-lamp');
    assert.ok(products.every((p) => p.photo.startsWith('/photos/') && p.priceCents > 0));
  });

  it('finds products by name', async () => {
    const { products } = (await get('/api/products?q=birk%20ju')).json();
    assert.deepEqual(products.map((p) => p.name), ['Birk jug']);
  });

  it('pages through a category', async () => {
    const first = (await get('/api/categories/lighting')).json();
    const last = (await get('/api/categories/lighting?page=2')).json();
    assert.equal(first.category.name, 'Lighting');
    assert.equal(first.products.length, 8);
    assert.equal(first.pages, 2);
    assert.equal(new Set([...first.products, ...last.products].map((p) => p.id)).size, 16);
  });

  it('shows a product with its latest reviews', async () => {
    const { product, reviews } = (await get('/api/products/alder-table-lamp')).json();
    assert.equal(product.categorySlug, 'lighting');
    assert.equal(reviews.length, 6);
    const dates = reviews.map((r) => r.createdAt);
    assert.deepEqual(dates, dates.toSorted().reverse());
  });

  it('knows what is bought together', async () => {
    const { products } = (await get('/api/products/alder-table-lamp/also-bought')).json();
    assert.equal(products.length, 4);
    assert.ok(products.every((p) => p.slug !== 'alder-table-lamp'));
  });

  it('has a journal', async () => {
    const { articles } = (await get('/api/journal')).json();
    assert.deepEqual(articles.map((a) => a.slug), ['a-week-at-the-kiln', 'how-to-wash-linen', 'oak-moves']);
    assert.equal((await get('/api/journal/oak-moves')).json().title, 'Oak moves, let it');
  });

  it('adds up the same revenue by month as all orders have', async () => {
    const { months } = (await get('/api/stats/revenue')).json();
    const { rows } = await pool.query('SELECT count(*)::int AS orders, sum(total_cents)::float8 AS revenue FROM orders');
    assert.equal(months.reduce((sum, m) => sum + m.orders, 0), rows[0].orders);
    assert.equal(months.reduce((sum, m) => sum + m.revenueCents, 0), rows[0].revenue);
    assert.equal((await get('/api/stats/categories')).json().categories.length, 3);
  });

  it('knows the best sellers', async () => {
    const { products } = (await get('/api/stats/best-sellers')).json();
    assert.equal(products.length, 8);
    const sold = products.map((p) => p.sold);
    assert.deepEqual(sold, sold.toSorted((a, b) => b - a));
  });

  it('compresses its answers for those who can read them', async () => {
    const url = '/api/categories/lighting';
    const plain = await get(url);
    assert.equal(plain.headers['content-encoding'], undefined);
    for (const [accepted, encoding, unpack] of [['gzip, deflate, br, zstd', 'br', brotliDecompressSync], ['gzip, deflate', 'gzip', gunzipSync]]) {
      const packed = await app.inject({ url, headers: { 'accept-encoding': accepted } });
      assert.equal(packed.headers['content-encoding'], encoding);
      assert.match(packed.headers.vary, /accept-encoding/i);
      assert.equal(unpack(packed.rawPayload).toString(), plain.payload);
    }
  });

  it('prices a cart from the catalogue', async () => {
    const { items, totalCents } = (await post('/api/cart', { lines: [{ slug: 'alder-mug', quantity: 2 }] })).json();
    assert.equal(items[0].name, 'Alder mug');
    assert.equal(totalCents, 2 * items[0].priceCents);
  });

  it('takes an order', async () => {
    const order = { lines: [{ slug: 'alder-mug', quantity: 2 }], email: 'ines@example.com', deliveryOn: '2026-05-04' };
    const response = await post('/api/orders', order);
    assert.equal(response.statusCode, 201);
    const { orders } = (await get('/api/stats/customer?email=ines@example.com')).json();
    assert.deepEqual(orders.map((o) => [o.id, o.totalCents]), [[response.json().id, response.json().totalCents]]);
  });

  it('refuses orders it cannot fill', async () => {
    const lines = [{ slug: 'no-such-thing', quantity: 1 }];
    assert.equal((await post('/api/orders', { lines, email: 'ines@example.com' })).statusCode, 409);
    assert.equal((await post('/api/orders', { lines: [], email: 'ines@example.com' })).statusCode, 400);
    assert.equal((await post('/api/orders', { lines, email: 'nobody' })).statusCode, 400);
  });

  it('says so when something does not exist', async () => {
    for (const url of ['/api/products/none', '/api/categories/none', '/api/journal/none', '/api/none']) {
      const response = await get(url);
      assert.equal(response.statusCode, 404, url);
      assert.ok(response.json().error, url);
    }
  });
});
