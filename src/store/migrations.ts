/** Every step of the schema, in order; one that was released is never edited. */
export const MIGRATIONS: readonly { readonly id: number; readonly sql: string }[] = [
  {
    id: 1,
    sql: `
      create table sessions (
        id text primary key, status text not null, started_at timestamptz not null, ended_at timestamptz, document jsonb not null
      );
      create index sessions_started on sessions (started_at);
      create table analyses (
        id text primary key, target_id text not null, taken_at timestamptz not null, document jsonb not null
      );
      create index analyses_target on analyses (target_id, taken_at);
      create table optimizations (
        id text primary key, session_id text not null, target_id text not null, optimizer_id text not null,
        strategy_id text not null, success boolean not null, at timestamptz not null, document jsonb not null
      );
      create index optimizations_session on optimizations (session_id, at);
      create table samples (
        id bigint generated always as identity primary key, experiment_id text not null, block integer not null,
        page text not null, profile text not null, metric text not null,
        baseline double precision not null, candidate double precision not null, first text not null,
        unique (experiment_id, block, page, profile, metric)
      );
      create table outcomes (
        id text primary key, session_id text not null, target_id text not null, strategy_id text not null,
        candidate_id text not null, verdict text not null, at timestamptz not null,
        features jsonb not null, predicted jsonb not null, observed jsonb not null
      );
      create index outcomes_strategy on outcomes (strategy_id, at);
      create table decisions (
        id text primary key, session_id text not null, subject text not null, at timestamptz not null, document jsonb not null
      );
      create index decisions_session on decisions (session_id, at);
      create table metric_points (
        id bigint generated always as identity primary key, target_id text not null, metric text not null,
        value double precision not null, labels jsonb not null, at timestamptz not null
      );
      create index metric_points_series on metric_points (target_id, metric, at);
      create table alerts (
        id bigint generated always as identity primary key, session_id text not null, severity text not null,
        at timestamptz not null, document jsonb not null
      );
      create index alerts_session on alerts (session_id, at);
    `,
  },
  {
    // The process that a session runs in: one whose process is gone cannot end it.
    id: 2,
    sql: 'alter table sessions add owner_host text, add owner_pid integer, add owner_started text;',
  },
  {
    // Lists read summaries instead of whole documents; a row of an older version has none until it is listed. What experiments were decided
    // by lies beside their samples. The three tables that go were never written: sessions hold what they were for.
    id: 3,
    sql: `
      alter table sessions add summary jsonb;
      create table experiments (id text primary key, session_id text not null, document jsonb not null);
      create table rollbacks (
        id text primary key, session_id text not null, status text not null, at timestamptz not null, document jsonb not null
      );
      create index rollbacks_session on rollbacks (session_id);
      drop table analyses, decisions, alerts;
    `,
  },
  {
    // Versions that were held against each other, whoever made them. Their samples and settings lie with those of sessions.
    id: 4,
    sql: `
      create table comparisons (
        id text primary key, started_at timestamptz not null, repeats text, summary jsonb not null, document jsonb not null
      );
      create index comparisons_started on comparisons (started_at);
      create index comparisons_repeats on comparisons (repeats);
    `,
  },
  {
    // What visits told, folded: rows are added and merged when read, so that collectors never wait for each other. A segment is what a
    // collector saves at once, and what is in is never saved again.
    id: 5,
    sql: `
      create table visit_segments (id text primary key, at timestamptz not null default now());
      create index visit_segments_at on visit_segments (at);
      create table visit_cells (
        target_id text not null, series text not null, at timestamptz not null, width integer not null,
        page text not null, arm text not null, device text not null, connection text not null, segment text not null,
        count double precision not null, sum double precision not null, sum_of_squares double precision not null,
        entry_count double precision not null, entry_sum double precision not null,
        entry_sum_of_squares double precision not null,
        bins integer[], counts bigint[],
        primary key (target_id, series, at, page, arm, device, connection, width, segment)
      );
      create index visit_cells_width on visit_cells (width, at);
      create table visit_causes (
        target_id text not null, series text not null, at timestamptz not null, width integer not null,
        page text not null, arm text not null, cause text not null, segment text not null,
        count double precision not null, sum double precision not null,
        primary key (target_id, series, at, page, arm, cause, width, segment)
      );
      create index visit_causes_width on visit_causes (width, at);
    `,
  },
]
