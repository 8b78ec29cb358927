import { type Problem } from '../validation';
import { type Dashboard } from './dashboard';
import type * as Json from './dashboard-json';

/** A dashboard as Grafana reads it. */
export function dashboardText(dashboard: Dashboard): string {
  // Grafana's model takes 0.1 s to load: only who has a dashboard pays for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { dashboardJson } = require('./dashboard-json') as typeof Json;
  return dashboardJson(dashboard);
}

/** What is wrong with the uid of a dashboard. */
export function dashboardUidProblem(uid: string): Problem | undefined {
  if (/^[a-zA-Z0-9_-]{1,40}$/.test(uid)) return undefined;
  return {
    what: `A dashboard has the uid "${uid}".`,
    why: 'Grafana does not load it, and says so in its log only.',
    fix: 'Give it one of at most 40 letters, digits, "-" and "_".',
  };
}
