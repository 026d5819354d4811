import { ProductCard } from './ProductCard';

/** Cards in the place of products that are still to come, so that what stands below does not jump. */
const Waiting = ({ count }) =>
  Array.from({ length: count }, (_, i) => (
    <li key={i} className="card card--waiting" aria-hidden="true">
      <div className="card__photo" />
      <h3 className="card__name">&nbsp;</h3>
      <p className="card__price">&nbsp;</p>
    </li>
  ));

export function ProductGrid({ products, expected }) {
  return (
    <ul className="grid">
      {products ? products.map((product) => <ProductCard key={product.id} product={product} />) : <Waiting count={expected} />}
    </ul>
  );
}
