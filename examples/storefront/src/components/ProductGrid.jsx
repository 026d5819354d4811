import { ProductCard } from './ProductCard';

export function ProductGrid({ products = [] }) {
  return (
    <ul className="grid">
      {products.map((product) => (
        <ProductCard key={product.id} product={product} />
      ))}
    </ul>
  );
}
