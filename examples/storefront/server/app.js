const path = require('node:path');
const { constants } = require('node:zlib');
const fastifyCompress = require('@fastify/compress');
const fastifyStatic = require('@fastify/static');
const fastify = require('fastify');

const DIST = path.join(__dirname, '..', 'dist');

const COMPRESSION = {
  encodings: ['br', 'gzip'],
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
};

/** The whole shop: its API and, unless `assets` is false, the built pages. */
function createApp({ pool, assets = true }) {
  const app = fastify({ forceCloseConnections: true });
  app.register(fastifyCompress, COMPRESSION);
  app.get('/healthz', async () => {
    await pool.query('SELECT 1');
    return { ok: true };
  });
  app.register(require('./routes/catalogue'), { pool });
  app.register(require('./routes/journal'), { pool });
  app.register(require('./routes/orders'), { pool });
  app.register(require('./routes/stats'), { pool });
  if (assets) app.register(fastifyStatic, { root: DIST });
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/') && !path.extname(request.url.split('?')[0]);
    // The router in the browser knows the pages; the server has one document for all of them.
    return isPage && assets ? reply.sendFile('index.html') : reply.code(404).send({ error: 'Not found.' });
  });
  return app;
}

module.exports = { createApp };
