import * as echarts from 'echarts';
import { createElement } from 'react';
import { renderToPipeableStream } from 'react-dom/server';
import { StaticRouter } from 'react-router-dom/server';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { KnownAnswers } from '../../src/api/useApi';
import { App } from '../../src/App';

export * from '../../src/lib/cart';
export * from '../../src/lib/dates';
export * from '../../src/lib/insights';
export * from '../../src/lib/phone';
export * from '../../src/lib/price';
export * from '../../src/lib/shops';
export { default as island } from '../../src/lib/ireland.json';
export { echarts };

/** The HTML of a page once everything it waits for is there. `answers` are the API's, by path. */
export function renderPage(url, answers = {}) {
  return new Promise((resolve, reject) => {
    const router = createElement(StaticRouter, { location: url }, createElement(App));
    const page = createElement(KnownAnswers.Provider, { value: new Map(Object.entries(answers)) }, router);
    const { pipe } = renderToPipeableStream(page, {
      onError: reject,
      onAllReady: () => resolve(text(pipe(new PassThrough()))),
    });
  });
}
