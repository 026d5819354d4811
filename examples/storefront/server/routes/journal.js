const COLUMNS = 'slug, title, photo, body, published_at AS "publishedAt"';

module.exports = async function journal(app, { pool }) {
  app.get('/api/journal', async () => {
    const { rows } = await pool.query(`SELECT ${COLUMNS} FROM articles ORDER BY published_at DESC`);
    return { articles: rows };
  });

  app.get('/api/journal/:slug', async (request, reply) => {
    const { rows } = await pool.query(`SELECT ${COLUMNS} FROM articles WHERE slug = $1`, [request.params.slug]);
    return rows[0] ?? reply.code(404).send({ error: 'There is no such article.' });
  });
};
