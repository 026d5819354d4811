const { migrate } = require('./migrate');
const { createPool } = require('./pool');

async function main() {
  const pool = createPool();
  await migrate(pool);
  const { rows } = await pool.query('SELECT (SELECT count(*) FROM products) AS products, (SELECT count(*) FROM orders) AS orders');
  console.log(`The database is ready: ${rows[0].products} products, ${rows[0].orders} orders.`);
  await pool.end();
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
