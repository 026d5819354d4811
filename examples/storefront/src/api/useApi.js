import { createContext, useContext, useEffect, useState } from 'react';

/** Answers known before rendering, by path. */
export const KnownAnswers = createContext(new Map());

export async function request(path, options) {
  const response = await fetch(path, options);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? body.message);
  return body;
}

export const post = (path, body) =>
  request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** Gets `path` from the API: { data, error }, both undefined while it is under way. */
export function useApi(path) {
  const known = useContext(KnownAnswers).get(path);
  const [answer, setAnswer] = useState({ path, data: known });

  useEffect(() => {
    if (known) return undefined;
    let current = true;
    request(path).then(
      (data) => current && setAnswer({ path, data }),
      (error) => current && setAnswer({ path, error }),
    );
    return () => {
      current = false;
    };
  }, [path, known]);

  return answer.path === path ? answer : { path, data: known };
}
