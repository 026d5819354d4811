const LINES = {
  type: 'array',
  minItems: 1,
  maxItems: 50,
  items: {
    type: 'object',
    required: ['slug', 'quantity'],
    properties: { slug: { type: 'string' }, quantity: { type: 'integer', minimum: 1, maximum: 20 } },
  },
};

/** The prices of cart lines come from the database, never from the browser. */
async function priced(client, lines) {
  const { rows } = await client.query(
    'SELECT id, slug, name, photo, price_cents AS "priceCents" FROM products WHERE slug = ANY($1)',
    [lines.map((line) => line.slug)],
  );
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  const items = lines.filter((line) => bySlug.has(line.slug)).map((line) => ({ ...bySlug.get(line.slug), quantity: line.quantity }));
  return { items, totalCents: items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0) };
}

module.exports = async function orders(app, { pool }) {
  app.post('/api/cart', { schema: { body: { type: 'object', required: ['lines'], properties: { lines: LINES } } } }, (request) =>
    priced(pool, request.body.lines));

  const schema = {
    body: {
      type: 'object',
      required: ['lines', 'email'],
      properties: {
        lines: LINES,
        email: { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$' },
        phone: { type: 'string', maxLength: 30 },
        deliveryOn: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
      },
    },
  };
  app.post('/api/orders', { schema }, async (request, reply) => {
    const { lines, email, phone, deliveryOn } = request.body;
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const { items, totalCents } = await priced(client, lines);
      if (items.length < lines.length) {
        await client.query('ROLLBACK');
        return reply.code(409).send({ error: 'Something in the cart is no longer sold.' });
      }
      const { rows } = await client.query(
        'INSERT INTO orders (email, phone, delivery_on, total_cents) VALUES ($1, $2, $3, $4) RETURNING id::int',
        [email, phone, deliveryOn, totalCents],
      );
      await client.query(
        `INSERT INTO order_items (order_id, product_id, quantity, price_cents)
         SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[])`,
        [rows[0].id, items.map((i) => i.id), items.map((i) => i.quantity), items.map((i) => i.priceCents)],
      );
      await client.query('COMMIT');
      return reply.code(201).send({ id: rows[0].id, totalCents });
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  });
};
