import { Footer } from './Footer';
import { Header } from './Header';

export function Layout({ children }) {
  return (
    <>
      <a className="skip-link" href="#content">Skip to content</a>
      <Header />
      <main id="content">{children}</main>
      <Footer />
    </>
  );
}
