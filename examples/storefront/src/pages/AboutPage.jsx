import { useState } from 'react';
import { ShopMap } from '../components/ShopMap';
import shelvesPhoto from '../images/shop-shelves.png';
import { SHOPS } from '../lib/shops';

export function AboutPage() {
  const [chosen, setChosen] = useState(null);
  return (
    <section className="section about">
      <h1>About us, and where to find us</h1>
      <div className="about__columns">
        <img src={shelvesPhoto} alt="Jugs, bowls and mugs on two oak shelves" />
        <div>
          <p>
            We began with one kiln and a borrowed van. Today eleven workshops make what we sell, and we know
            the first name of everyone in them. Nothing here is made faster than it wants to be.
          </p>
          <p>
            Everything can be held and turned over in our two shops, and at the workshop you may watch the next
            one being made. Bring the measurements of your table; we have a tape, but not your table.
          </p>
        </div>
      </div>
      <h2>Shops</h2>
      <div className="about__columns">
        <ShopMap shops={SHOPS} chosen={chosen} />
        <ul className="shops">
          {SHOPS.map((shop) => (
            <li key={shop.town}>
              <strong>{shop.town}</strong>
              <address>{shop.street}</address>
              <span>{shop.hours}</span>
              <button className="link" type="button" aria-label={`Show ${shop.town} on the map`} onClick={() => setChosen(shop.town)}>
                On the map
              </button>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
