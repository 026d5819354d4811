export function Problem({ error }) {
  return <p className="problem" role="alert">{error.message}</p>;
}
