import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { addLine, countItems, setQuantity } from '../lib/cart';

const CartContext = createContext(null);
const KEY = 'cart';

export const useCart = () => useContext(CartContext);

export function CartProvider({ children }) {
  const [lines, setLines] = useState([]);

  useEffect(() => {
    setLines(JSON.parse(localStorage.getItem(KEY) ?? '[]'));
  }, []);

  const cart = useMemo(() => {
    const change = (next) => {
      setLines(next);
      localStorage.setItem(KEY, JSON.stringify(next));
    };
    return {
      lines,
      count: countItems(lines),
      add: (slug) => change(addLine(lines, slug)),
      setQuantity: (slug, quantity) => change(setQuantity(lines, slug, quantity)),
      clear: () => change([]),
    };
  }, [lines]);

  return <CartContext.Provider value={cart}>{children}</CartContext.Provider>;
}
