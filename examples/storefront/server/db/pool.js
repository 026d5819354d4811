const { Pool } = require('pg');

/** Connects to DATABASE_URL; with a schema, every unqualified name is found in that schema only. */
function createPool({ url = process.env.DATABASE_URL, schema } = {}) {
  if (!url) {
    throw new Error('Set DATABASE_URL to a PostgreSQL database, e.g. postgres://shop@127.0.0.1:5432/shop');
  }
  return new Pool({ connectionString: url, max: 10, options: schema && `-c search_path=${schema}` });
}

module.exports = { createPool };
