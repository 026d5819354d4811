import _ from 'lodash';
import { formatDay } from '../lib/dates';

export function Reviews({ reviews }) {
  if (reviews.length === 0) return <p>No one has written about this yet.</p>;
  return (
    <section className="reviews" aria-labelledby="reviews">
      <h2 id="reviews">Reviews</h2>
      <p>{_.round(_.meanBy(reviews, 'rating'), 1)} of 5, from the latest {reviews.length}</p>
      <ul>
        {reviews.map((review) => (
          <li key={review.id}>
            <strong>{review.author}</strong>
            <span role="img" aria-label={`${review.rating} of 5`}>{_.repeat('★', review.rating)}</span>
            <time dateTime={review.createdAt}>{formatDay(review.createdAt)}</time>
            <p>{review.body}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
