import ChartJs from 'chart.js/auto';
import { useEffect, useRef } from 'react';

export function Chart({ type, labels, series, title }) {
  const canvas = useRef(null);

  useEffect(() => {
    const chart = new ChartJs(canvas.current, {
      type,
      data: { labels, datasets: series },
      options: { animation: false, maintainAspectRatio: false, plugins: { title: { display: true, text: title } } },
    });
    return () => chart.destroy();
  }, [type, labels, series, title]);

  return (
    <div className="chart">
      <canvas ref={canvas} role="img" aria-label={title} />
    </div>
  );
}
