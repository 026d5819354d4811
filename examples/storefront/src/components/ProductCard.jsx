import { Link } from 'react-router-dom';
import { formatPrice } from '../lib/price';

export function ProductCard({ product }) {
  return (
    <li className="card">
      <Link to={`/product/${product.slug}`}>
        <img src={product.photo} alt="" />
        <h3 className="card__name">{product.name}</h3>
      </Link>
      <p className="card__price">{formatPrice(product.priceCents)}</p>
    </li>
  );
}
