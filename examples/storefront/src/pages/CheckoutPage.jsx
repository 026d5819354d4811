import { useState } from 'react';
import DatePicker from 'react-datepicker';
import { Link } from 'react-router-dom';
import { post } from '../api/useApi';
import { useCart } from '../components/CartProvider';
import { Problem } from '../components/Problem';
import { firstDelivery, isoDay, isWorkingDay } from '../lib/dates';
import { courierPhone } from '../lib/phone';
import 'react-datepicker/dist/react-datepicker.css';

export function CheckoutPage() {
  const { lines, clear } = useCart();
  const [email, setEmail] = useState('');
  const [phone, setPhone] = useState('');
  const [day, setDay] = useState(() => firstDelivery(new Date()));
  const [order, setOrder] = useState(null);
  const [error, setError] = useState(null);

  async function submit(event) {
    event.preventDefault();
    const number = courierPhone(phone);
    if (!number) {
      setError(new Error('The courier cannot call this number.'));
      return;
    }
    try {
      setOrder(await post('/api/orders', { lines, email, phone: number, deliveryOn: isoDay(day) }));
      setError(null);
      clear();
    } catch (problem) {
      setError(problem);
    }
  }

  return (
    <section className="section">
      <h1>Checkout</h1>
      {order && <p role="status">Thank you. Your order has the number {order.id}.</p>}
      {!order && lines.length === 0 && <p>Your cart is empty. <Link to="/">Have a look around</Link>.</p>}
      {!order && (
        <form className="form" onSubmit={submit}>
          <label htmlFor="email">E-mail</label>
          <input id="email" type="email" required autoComplete="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          <label htmlFor="phone">Telephone, for the courier</label>
          <input id="phone" type="tel" required autoComplete="tel" value={phone} onChange={(event) => setPhone(event.target.value)} />
          <label htmlFor="day">Delivery on</label>
          <DatePicker id="day" inline selected={day} onChange={setDay} minDate={firstDelivery(new Date())} filterDate={isWorkingDay} />
          {error && <Problem error={error} />}
          <button className="button" type="submit" disabled={lines.length === 0}>Order</button>
        </form>
      )}
    </section>
  );
}
