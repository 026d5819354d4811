import { Link } from 'react-router-dom';

export function NotFoundPage() {
  return (
    <section className="section">
      <h1>This page is not here</h1>
      <p>It may have sold out. <Link to="/">Back to the shop</Link>.</p>
    </section>
  );
}
