import * as echarts from 'echarts';
import { useEffect, useRef } from 'react';

/** A chart of ECharts. `option` is what it calls its settings; keep it the same object while nothing changes. */
export function Chart({ title, option }) {
  const box = useRef(null);

  useEffect(() => {
    const chart = echarts.init(box.current);
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'Georgia, serif' },
      grid: { left: 8, right: 8, top: 60, bottom: 8, containLabel: true },
      ...option,
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option]);

  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <div ref={box} className="chart__canvas" role="img" aria-label={title} />
    </figure>
  );
}
