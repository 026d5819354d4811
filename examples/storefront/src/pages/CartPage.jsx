import { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { post } from '../api/useApi';
import { useCart } from '../components/CartProvider';
import { formatPrice, shippingFor } from '../lib/price';

export function CartPage() {
  const { lines, setQuantity } = useCart();
  const [priced, setPriced] = useState(null);

  useEffect(() => {
    if (lines.length > 0) post('/api/cart', { lines }).then(setPriced, () => setPriced(null));
  }, [lines]);

  if (lines.length === 0) {
    return (
      <section className="section">
        <h1>Your cart</h1>
        <p>There is nothing in it yet. <Link to="/">Have a look around</Link>.</p>
      </section>
    );
  }
  return (
    <section className="section">
      <h1>Your cart</h1>
      <ul className="cart">
        {priced?.items.map((item) => (
          <li key={item.slug}>
            <img src={item.photo} alt="" />
            <Link to={`/product/${item.slug}`}>{item.name}</Link>
            <label>
              Quantity{' '}
              <input type="number" min="0" max="20" value={item.quantity} onChange={(event) => setQuantity(item.slug, Number(event.target.value))} />
            </label>
            <span>{formatPrice(item.priceCents * item.quantity)}</span>
          </li>
        ))}
      </ul>
      {priced && (
        <p className="cart__total">
          Delivery {formatPrice(shippingFor(priced.totalCents))}, in all{' '}
          <strong>{formatPrice(priced.totalCents + shippingFor(priced.totalCents))}</strong>
        </p>
      )}
      <Link className="button" to="/checkout">To the checkout</Link>
    </section>
  );
}
