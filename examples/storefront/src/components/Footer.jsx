import { Link } from 'react-router-dom';

export function Footer() {
  return (
    <footer className="footer">
      <div>
        <strong>Hearth &amp; Grain</strong>
        <p>Lamps, tableware and furniture from small workshops.</p>
      </div>
      <nav aria-label="More">
        <Link to="/about">Visit us</Link>
        <Link to="/journal">Journal</Link>
        <Link to="/account">Order insights</Link>
      </nav>
      <p>Free delivery from €100. Thirty days to change your mind.</p>
    </footer>
  );
}
