import { useState } from 'react';

/** What each material looks like from close by. */
const DETAILS = { linen: 'weave.png', oak: 'grain.jpg' };

export function Gallery({ product }) {
  const photos = [
    { src: product.photo, alt: product.name },
    { src: `/photos/detail-${DETAILS[product.material] ?? 'grain.jpg'}`, alt: 'From close by' },
    { src: '/photos/workshop.jpg', alt: 'The workshop it comes from' },
  ];
  const [shown, setShown] = useState(0);
  return (
    <div className="gallery">
      <img className="gallery__main" src={photos[shown].src} alt={photos[shown].alt} />
      <div className="gallery__thumbs">
        {photos.map((photo, i) => (
          <button key={photo.src} type="button" aria-pressed={i === shown} onClick={() => setShown(i)}>
            <img src={photo.src} alt={photo.alt} width="96" height="72" />
          </button>
        ))}
      </div>
    </div>
  );
}
