import { Link, useParams, useSearchParams } from 'react-router-dom';
import { useApi } from '../api/useApi';
import { Problem } from '../components/Problem';
import { ProductGrid } from '../components/ProductGrid';

export function CategoryPage() {
  const { slug } = useParams();
  const [search] = useSearchParams();
  const { data, error } = useApi(`/api/categories/${slug}?page=${search.get('page') ?? 1}`);
  if (error) return <Problem error={error} />;
  if (!data) return <p className="loading">One moment …</p>;
  const { category, products, page, pages } = data;
  return (
    <section className="section">
      <h1>{category.name}</h1>
      <p>{category.blurb}</p>
      <ProductGrid products={products} />
      <nav className="pages" aria-label="Pages">
        {page > 1 && <Link to={`?page=${page - 1}`}>Previous</Link>}
        <span>Page {page} of {pages}</span>
        {page < pages && <Link to={`?page=${page + 1}`}>Next</Link>}
      </nav>
    </section>
  );
}
