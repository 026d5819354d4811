import { Link, useParams } from 'react-router-dom';
import { useApi } from '../api/useApi';
import { Markdown } from '../components/Markdown';
import { Problem } from '../components/Problem';
import { formatDay } from '../lib/dates';

export function ArticlePage() {
  const { slug } = useParams();
  const { data: article, error } = useApi(`/api/journal/${slug}`);
  if (error) return <Problem error={error} />;
  if (!article) return <p className="loading">One moment …</p>;
  return (
    <article className="section journal">
      <h1>{article.title}</h1>
      <time dateTime={article.publishedAt}>{formatDay(article.publishedAt)}</time>
      {article.photo && <img className="journal__photo" src={article.photo} alt="" />}
      <Markdown>{article.body}</Markdown>
      <Link to="/journal">All entries</Link>
    </article>
  );
}
