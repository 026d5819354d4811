import { Link } from 'react-router-dom';
import { useApi } from '../api/useApi';
import { Markdown } from '../components/Markdown';
import { Problem } from '../components/Problem';
import kilnPhoto from '../images/kiln.jpg';
import { formatDay } from '../lib/dates';

const excerpt = (body) => body.split('\n\n')[0];

export function JournalPage() {
  const { data, error } = useApi('/api/journal');
  return (
    <section className="section journal">
      <h1>Journal</h1>
      <img className="journal__photo" src={kilnPhoto} alt="Bowls and mugs in front of the kiln" />
      {error && <Problem error={error} />}
      {data?.articles.map((article) => (
        <article key={article.slug} className="journal__entry">
          {article.photo && <img src={article.photo} alt="" />}
          <h2><Link to={`/journal/${article.slug}`}>{article.title}</Link></h2>
          <time dateTime={article.publishedAt}>{formatDay(article.publishedAt)}</time>
          <Markdown>{excerpt(article.body)}</Markdown>
        </article>
      ))}
    </section>
  );
}
