import { Link, useParams } from 'react-router-dom';
import { useApi } from '../api/useApi';
import { useCart } from '../components/CartProvider';
import { Gallery } from '../components/Gallery';
import { Problem } from '../components/Problem';
import { ProductGrid } from '../components/ProductGrid';
import { Reviews } from '../components/Reviews';
import { formatPrice } from '../lib/price';

export function ProductPage() {
  const { slug } = useParams();
  const cart = useCart();
  const { data, error } = useApi(`/api/products/${slug}`);
  const related = useApi(`/api/products/${slug}/also-bought`);
  if (error) return <Problem error={error} />;
  if (!data) return <p className="loading">One moment …</p>;
  const { product, reviews } = data;
  return (
    <>
      <article className="product">
        <Gallery key={slug} product={product} />
        <div className="product__facts">
          <Link to={`/category/${product.categorySlug}`}>{product.categoryName}</Link>
          <h1>{product.name}</h1>
          <p className="product__price">{formatPrice(product.priceCents)}</p>
          <p>{product.description}</p>
          <button className="button" type="button" onClick={() => cart.add(slug)}>Put in the cart</button>
        </div>
      </article>
      <section className="section" aria-labelledby="related">
        <h2 id="related">Bought together</h2>
        <ProductGrid products={related.data?.products} expected={4} />
      </section>
      <div className="section">
        <Reviews reviews={reviews} />
      </div>
    </>
  );
}
