import shelvesPhoto from '../images/shop-shelves.png';

const SHOPS = [
  { town: 'Galway', street: '14 Cross Street', hours: 'Tuesday to Saturday, 10 to 18' },
  { town: 'Cork', street: '3 Paul’s Lane', hours: 'Wednesday to Saturday, 11 to 18' },
  { town: 'The workshop', street: 'Old Creamery, Kinvara', hours: 'First Saturday of the month' },
];

export function AboutPage() {
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
          <h2>Shops</h2>
          <ul className="shops">
            {SHOPS.map((shop) => (
              <li key={shop.town}>
                <strong>{shop.town}</strong>
                <address>{shop.street}</address>
                <span>{shop.hours}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
