import { Link } from 'react-router-dom';
import { useApi } from '../api/useApi';
import { ProductGrid } from '../components/ProductGrid';
import heroPhoto from '../images/hero-living-room.jpg';

export function HomePage() {
  const { data } = useApi('/api/products');
  return (
    <>
      <section className="hero">
        <img className="hero__photo" src={heroPhoto} alt="A green armchair beside an oak stool in afternoon light" />
        <div className="hero__words">
          <h1>Made slowly, for rooms that are lived in</h1>
          <Link className="button" to="/category/living">See the living room</Link>
        </div>
      </section>

      <section className="section" aria-labelledby="favourites">
        <h2 id="favourites">This month’s favourites</h2>
        <ProductGrid products={data?.products} expected={6} />
      </section>

      <section className="promo">
        <div>
          <h2>The table, laid</h2>
          <p>Bowls, jugs and mugs from one kiln. Three or more of them come with free delivery.</p>
          <Link className="button" to="/category/tableware">To the tableware</Link>
        </div>
      </section>

      <section className="workshop" style={{ backgroundImage: 'url(/photos/workshop.jpg)' }}>
        <div>
          <h2>Six people and a bandsaw</h2>
          <p>Our stools come from a workshop you can visit every first Saturday.</p>
          <Link to="/about">How to find it</Link>
        </div>
      </section>
    </>
  );
}
