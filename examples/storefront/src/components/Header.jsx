import { Link, NavLink } from 'react-router-dom';
import { useCart } from './CartProvider';

export function Header() {
  const { count } = useCart();
  return (
    <header className="header">
      <Link className="header__name" to="/">Hearth &amp; Grain</Link>
      <nav className="header__nav" aria-label="Shop">
        <NavLink to="/category/lighting">Lighting</NavLink>
        <NavLink to="/category/tableware">Tableware</NavLink>
        <NavLink to="/category/living">Living</NavLink>
        <NavLink to="/journal">Journal</NavLink>
        <NavLink to="/about">About</NavLink>
      </nav>
      <Link className="header__cart" to="/cart">Cart ({count})</Link>
    </header>
  );
}
