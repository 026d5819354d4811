const { readFile } = require('node:fs/promises');
const path = require('node:path');
const { seed } = require('./seed');

/** Creates what is missing and seeds once; running it again changes nothing. */
async function migrate(pool, size) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(await readFile(path.join(__dirname, 'schema.sql'), 'utf8'));
    const { rows } = await client.query('SELECT EXISTS (SELECT FROM products) AS seeded');
    if (!rows[0].seeded) await seed(client, size);
    await client.query('COMMIT');
    if (!rows[0].seeded) await client.query('ANALYZE categories, products, reviews, orders, order_items, articles');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

module.exports = { migrate };
