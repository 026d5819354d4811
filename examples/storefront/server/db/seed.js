const { ARTICLES } = require('./articles');
const { CATEGORIES, products } = require('./catalogue');

const YEAR = 365 * 24 * 60; // minutes

/*
 * Rows are drawn by hashing their number, so that every database gets the same ones.
 * draw(n, salt) is a number in [0, 1).
 */
const DRAW = `
  CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, salt bigint) RETURNS float8 LANGUAGE sql IMMUTABLE
  RETURN (hashint8extended(n, salt) & 2147483647) / 2147483648.0`;

async function insertCatalogue(client, rows) {
  await client.query(
    'INSERT INTO categories SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[])',
    [CATEGORIES.map((_, i) => i + 1), CATEGORIES.map((c) => c.slug), CATEGORIES.map((c) => c.name), CATEGORIES.map((c) => c.blurb)],
  );
  const column = (key) => rows.map((row) => row[key]);
  await client.query(
    `INSERT INTO products (id, slug, category_id, name, material, description, price_cents, photo, featured_rank)
     SELECT * FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::int[])`,
    ['id', 'slug', 'categoryId', 'name', 'material', 'description', 'priceCents', 'photo', 'featuredRank'].map(column),
  );
}

async function insertArticles(client) {
  for (const [i, article] of ARTICLES.entries()) {
    await client.query(
      'INSERT INTO articles (id, slug, title, photo, body, published_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [i + 1, article.slug, article.title, article.photo, article.body, article.publishedAt],
    );
  }
}

/** Popular products are bought far more often than others: the square of a draw favours low ids. */
const POPULAR = (salt) => `1 + floor(pg_temp.draw(n, ${salt}) ^ 2 * $2)::int`;

async function insertOrders(client, { orders, productCount }) {
  await client.query(
    `INSERT INTO orders (email, total_cents, created_at)
     SELECT 'customer' || floor(pg_temp.draw(n, 1) * $1 / 4)::int || '@example.com', 0,
            timestamptz '2026-04-01' - (n::float8 / $1 * ${YEAR}) * interval '1 minute'
     FROM generate_series($1::int, 1, -1) AS n`,
    [orders],
  );
  await client.query(
    `INSERT INTO order_items (order_id, product_id, quantity, price_cents)
     SELECT line.order_id, p.id, line.quantity, p.price_cents
     FROM (SELECT n::bigint * 7919 % $1 + 1 AS order_id, ${POPULAR(2)} AS product_id, 1 + floor(pg_temp.draw(n, 3) * 3)::int AS quantity
           FROM generate_series(1, $1::int * 5 / 2) AS n) AS line
     JOIN products p ON p.id = line.product_id`,
    [orders, productCount],
  );
  await client.query(
    `UPDATE orders SET total_cents = sums.total
     FROM (SELECT order_id, sum(quantity * price_cents)::int AS total FROM order_items GROUP BY order_id) AS sums
     WHERE sums.order_id = orders.id`,
  );
  await client.query(
    `UPDATE products SET sold = sums.sold
     FROM (SELECT product_id, sum(quantity)::int AS sold FROM order_items GROUP BY product_id) AS sums
     WHERE sums.product_id = products.id`,
  );
}

async function insertReviews(client, { reviews, productCount }) {
  await client.query(
    `INSERT INTO reviews (product_id, author, rating, body, created_at)
     SELECT ${POPULAR(4)},
            (ARRAY['Ines', 'Tom', 'Priya', 'Jonas', 'Marta', 'Kofi', 'Lena', 'Aoife', 'Sam', 'Yuki'])[1 + n % 10],
            5 - floor(pg_temp.draw(n, 5) ^ 3 * 4)::int,
            (ARRAY['Heavier than it looks, and better.', 'Arrived well packed. The colour is warmer than on the screen.',
                   'Bought one, then a second for my sister.', 'Lovely, though smaller than I had imagined.',
                   'The finish has a small mark, which they had said it might.', 'It has been used every day since March.',
                   'Took eight days to come. Worth it.'])[1 + n % 7],
            timestamptz '2026-04-01' - (n::float8 / $1 * ${YEAR}) * interval '1 minute'
     FROM generate_series(1, $1::int) AS n`,
    [reviews, productCount],
  );
}

/** Fills empty tables. `size` makes them smaller, for tests. */
async function seed(client, size = {}) {
  const { orders = 50_000, reviews = 30_000, productCount = 2016 } = size;
  await client.query(DRAW);
  await insertCatalogue(client, products().slice(0, productCount));
  await insertArticles(client);
  await insertOrders(client, { orders, productCount });
  await insertReviews(client, { reviews, productCount });
}

module.exports = { seed };
