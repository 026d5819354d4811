CREATE TABLE IF NOT EXISTS categories (
  id int PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  blurb text NOT NULL
);

CREATE TABLE IF NOT EXISTS products (
  id int PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  category_id int NOT NULL REFERENCES categories,
  name text NOT NULL,
  material text NOT NULL,
  description text NOT NULL,
  price_cents int NOT NULL CHECK (price_cents > 0),
  photo text NOT NULL,
  featured_rank int,
  sold int NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS reviews (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id int NOT NULL REFERENCES products,
  author text NOT NULL,
  rating int NOT NULL CHECK (rating BETWEEN 1 AND 5),
  body text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE IF NOT EXISTS orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  email text NOT NULL,
  phone text,
  delivery_on date,
  total_cents int NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS order_items (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id bigint NOT NULL REFERENCES orders,
  product_id int NOT NULL REFERENCES products,
  quantity int NOT NULL CHECK (quantity > 0),
  price_cents int NOT NULL
);

CREATE TABLE IF NOT EXISTS articles (
  id int PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  title text NOT NULL,
  photo text,
  body text NOT NULL,
  published_at timestamptz NOT NULL
);
