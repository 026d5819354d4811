const CARD = 'p.id, p.slug, p.name, p.material, p.photo, p.price_cents AS "priceCents"';
const PAGE_SIZE = 8;

/** Products and categories: what can be looked at. */
module.exports = async function catalogue(app, { pool }) {
  app.get('/api/products', async (request) => {
    const search = String(request.query.q ?? '').trim();
    const { rows } = search
      ? await pool.query(`SELECT ${CARD} FROM products p WHERE p.name ILIKE '%' || $1 || '%' ORDER BY p.sold DESC, p.id LIMIT 12`, [search])
      : await pool.query(`SELECT ${CARD} FROM products p WHERE p.featured_rank IS NOT NULL ORDER BY p.featured_rank`);
    return { products: rows };
  });

  app.get('/api/categories/:slug', async (request, reply) => {
    const page = Math.max(1, Number.parseInt(request.query.page, 10) || 1);
    const { rows: [category] } = await pool.query('SELECT id, slug, name, blurb FROM categories WHERE slug = $1', [request.params.slug]);
    if (!category) return reply.code(404).send({ error: 'There is no such category.' });
    const { rows: products } = await pool.query(
      `SELECT ${CARD} FROM products p WHERE p.category_id = $1 ORDER BY p.id LIMIT $2 OFFSET $3`,
      [category.id, PAGE_SIZE, (page - 1) * PAGE_SIZE],
    );
    const { rows: [{ total }] } = await pool.query('SELECT count(*)::int AS total FROM products WHERE category_id = $1', [category.id]);
    return { category, products, page, pages: Math.ceil(total / PAGE_SIZE) };
  });

  app.get('/api/products/:slug', async (request, reply) => {
    const { rows: [product] } = await pool.query(
      `SELECT ${CARD}, p.description, c.slug AS "categorySlug", c.name AS "categoryName"
       FROM products p JOIN categories c ON c.id = p.category_id WHERE p.slug = $1`,
      [request.params.slug],
    );
    if (!product) return reply.code(404).send({ error: 'There is no such product.' });
    const { rows: reviews } = await pool.query(
      'SELECT id, author, rating, body, created_at AS "createdAt" FROM reviews WHERE product_id = $1 ORDER BY created_at DESC, id LIMIT 6',
      [product.id],
    );
    return { product, reviews };
  });

  app.get('/api/products/:slug/also-bought', async (request) => {
    const { rows } = await pool.query(
      `SELECT ${CARD}
       FROM products bought
       JOIN order_items mine ON mine.product_id = bought.id
       JOIN order_items other ON other.order_id = mine.order_id AND other.product_id <> bought.id
       JOIN products p ON p.id = other.product_id
       WHERE bought.slug = $1
       GROUP BY p.id
       ORDER BY count(*) DESC, p.id
       LIMIT 4`,
      [request.params.slug],
    );
    return { products: rows };
  });
};
