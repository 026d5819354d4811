const { createApp } = require('./app');
const { createPool } = require('./db/pool');

async function main() {
  const pool = createPool();
  // A connection that breaks while idle is replaced by the pool; it must not end the shop.
  pool.on('error', (error) => console.error(error.message));
  const app = createApp({ pool });
  const stop = async () => {
    await app.close();
    await pool.end();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  const port = Number(process.env.PORT ?? 3000);
  const address = await app.listen({ port, host: process.env.HOST ?? '127.0.0.1' });
  console.log(`The shop is open at ${address}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
