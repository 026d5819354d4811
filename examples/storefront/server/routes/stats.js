/** Figures for the order insights page. */
module.exports = async function stats(app, { pool }) {
  app.get('/api/stats/revenue', async () => {
    const { rows } = await pool.query(
      `SELECT to_char(date_trunc('month', created_at), 'YYYY-MM') AS month,
              count(*)::int AS orders, sum(total_cents)::bigint::float8 AS "revenueCents"
       FROM orders GROUP BY 1 ORDER BY 1`,
    );
    return { months: rows };
  });

  app.get('/api/stats/categories', async () => {
    const { rows } = await pool.query(
      `SELECT c.name, sum(p.sold)::int AS sold
       FROM products p JOIN categories c ON c.id = p.category_id GROUP BY c.id ORDER BY c.id`,
    );
    return { categories: rows };
  });

  app.get('/api/stats/best-sellers', async () => {
    const { rows } = await pool.query('SELECT slug, name, sold FROM products ORDER BY sold DESC, id LIMIT 8');
    return { products: rows };
  });

  app.get('/api/stats/customer', async (request) => {
    const { rows } = await pool.query(
      `SELECT id::int, total_cents AS "totalCents", created_at AS "createdAt"
       FROM orders WHERE email = $1 ORDER BY created_at DESC LIMIT 10`,
      [String(request.query.email ?? '')],
    );
    return { orders: rows };
  });
};
