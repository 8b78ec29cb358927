import { type Finding } from '../../checks/finding';
import { type CheckedObject } from '../../checks/manifest';
import { forbiddenIn, permissionText, type Cluster } from '../../cluster';
import { number } from '../../kubernetes/fields';
import { type Paint } from '../paint';
import { shownName } from '../stages/cluster-object';
import { type Log } from '../stages/log';
import { type ApplyStage } from '../stages/stage';
import { plural } from '../text';
import { type Failure } from './apply-stage';
import { type Attempt } from './attempt';
import { type Change } from './changes';
import { type Preflight } from './preflight';
import { type PruneOutcome } from './prune';
import { wayOut } from './verdict';

/** Tells what the rules found; gives whether that stops everything. */
export function tellFindings(log: Log, findings: readonly Finding[], objects: number, isChecked: boolean): boolean {
  const told = findings.map(({ rule, name, severity, what, why, fix }) => ({ rule, name, severity, what, why, fix }));
  const errors = told.filter(({ severity }) => severity === 'error');
  const others = told.length - errors.length;
  log.tell({ event: 'checked', objects, isChecked, findings: told }, ({ findings: all }, paint) => {
    if (!isChecked) return ['check    left out'];
    const lines = all
      .filter(({ severity }) => severity === 'error')
      .flatMap((each) => [
        `${paint('error', 'red')} ${each.rule} ${paint(each.name, 'dim')}`,
        `  ${each.what}`,
        `  ${paint('why:', 'dim')} ${each.why}`,
        `  ${paint('fix:', 'dim')} ${each.fix}`,
        '',
      ]);
    const rest = others === 0 ? '' : `; ${plural(others, 'other finding')}, which check tells`;
    return errors.length === 0
      ? [`check    no mistakes in ${plural(objects, 'object')}${rest}`]
      : [...lines, `Nothing was applied: ${plural(errors.length, 'mistake')}. --no-check applies nevertheless.`];
  });
  return errors.length > 0;
}

const MOST_NOTES = 5;

/** Tells what was read and is not applied: patches, charts, files that are not manifests. */
export function tellNotes(log: Log, notes: readonly Pick<Finding, 'what' | 'fix'>[]): void {
  if (notes.length === 0) return;
  log.tell({ event: 'notes', notes: notes.map(({ what, fix }) => ({ what, fix })) }, (told, paint) => [
    ...told.notes.slice(0, MOST_NOTES).map(({ what }) => `${paint('note', 'yellow')}     ${what}`),
    ...(told.notes.length > MOST_NOTES
      ? [`         and ${plural(told.notes.length - MOST_NOTES, 'other')}, which check tells`]
      : []),
  ]);
}

/** Tells what the API server would refuse, and what others manage; gives whether that stops everything. */
export function tellRefusals(log: Log, { refused, owned }: Preflight, isAdopting: boolean): boolean {
  const refusals = [...refused].map(([object, message]) => ({
    ...{ object: shownName(object), origin: object.origin, message, fix: wayOut(message) },
  }));
  const owners = isAdopting ? [] : [...owned].map(([object, owner]) => ({ object, owner }));
  if (refusals.length + owners.length === 0) return false;
  log.tell({ event: 'refused', refusals, owners }, (told, paint) => [
    ...forbiddenLines(told.refusals, paint),
    ...told.refusals
      .filter(({ message }) => !forbiddenIn(message))
      .flatMap(({ object, origin, message, fix }) => [
        `${paint('refused', 'red')}  ${object} (${origin})`,
        ...message.split('\\u000a').map((line) => `  ${line}`),
        `  ${paint('fix:', 'dim')} ${fix}`,
      ]),
    ...told.owners.map(({ object, owner }) => `${paint('refused', 'red')}  ${object} is managed by ${owner}`),
    ...(owners.length > 0 ? ['  --adopt applies them nevertheless: two would then write over each other.'] : []),
    'Nothing was applied.',
  ]);
  return true;
}

/** What somebody may not do is told once, however many objects it is about. */
function forbiddenLines(refusals: readonly { readonly message: string }[], paint: Paint): string[] {
  const permissions = refusals.flatMap(({ message }) => forbiddenIn(message) ?? []);
  const [first] = permissions;
  if (!first) return [];
  return [
    `${paint('refused', 'red')}  ${plural(permissions.length, 'object')}, because "${first.user}" may not:`,
    ...[...new Set(permissions.map(permissionText))].map((permission) => `  ${permission}`),
    `  ${paint('fix:', 'dim')} Ask whoever administers the cluster for this permission, or use another context.`,
  ];
}

/** Tells what will happen. */
export function tellPlan(
  log: Log,
  { context, release }: Cluster,
  stages: readonly ApplyStage[],
  { passing }: Preflight,
  leftovers: readonly CheckedObject[],
): void {
  const count = (outcome: string): number => [...passing.values()].filter((each) => each === outcome).length;
  const objects = stages.reduce((sum, stage) => sum + stage.objects.length, 0);
  const [created, configured, unchanged] = [
    count('created'),
    count('configured') + count('serverside-applied'),
    count('unchanged'),
  ];
  const unknown = objects - passing.size;
  const rerun = [...passing].filter(([object, outcome]) => outcome === 'created' && isDeletedAtItsEnd(object)).length;
  const plan = { context, release, stages: stages.length, objects, created, rerun, configured, unchanged, unknown };
  log.tell({ event: 'plan', ...plan, prune: leftovers.map(shownName) }, ({ prune }) => [
    `cluster  ${context === '' ? 'this one' : context}, Kubernetes ${release}`,
    `plan     ${plural(stages.length, 'stage')}, ${plural(objects, 'object')}: ${[
      `${created} new`,
      `${configured} changed`,
      `${unchanged} unchanged`,
      ...(unknown > 0 ? [`${unknown} whose kind or namespace is not there yet`] : []),
    ].join(', ')}`,
    ...(rerun > 0 && rerun === created
      ? ['         the new ones are Jobs that are deleted when they have run: each apply runs them again']
      : []),
    ...prune.map((object) => `prune    ${object}`),
  ]);
}

/** Whether an object is a Job that nobody finds any more once it has run. */
function isDeletedAtItsEnd({ manifest }: CheckedObject): boolean {
  return manifest.kind === 'Job' && number(manifest, 'spec', 'ttlSecondsAfterFinished') !== undefined;
}

/** Tells what became of a stage. */
export function tellStage(log: Log, stage: ApplyStage, { outcomes, warnings }: Attempt, seconds: number): void {
  const objects = [...outcomes].map(([object, outcome]) => ({ object: shownName(object), outcome }));
  const counts = new Map<string, number>();
  for (const { outcome } of objects) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const told = { event: 'stage', stage: stage.id, name: stage.name, seconds, objects, warnings };
  log.tell(told, ({ warnings: all }, paint) => [
    `stage ${stage.id} ${stage.name}: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')} ${paint(`(${seconds.toFixed(1)} s)`, 'dim')}`,
    ...all.map((warning) => `  ${paint('warning:', 'yellow')} ${warning}`),
  ]);
}

const WAIT_LONGER = 'See why it does not get there, or wait longer: --timeout SECONDS.';

/** Tells why a run stopped, all in one place. */
export function tellFailure(
  log: Log,
  { stage, object, message, trouble, done }: Failure,
  findings: readonly Finding[],
): void {
  const told = {
    ...{ event: 'failed', stage: stage.id, name: stage.name, applied: done, objects: stage.objects.length },
    ...(object && { object: shownName(object), origin: object.origin }),
    ...{ message, trouble, fix: object ? wayOut(message) : WAIT_LONGER },
    rules: findings.map(({ rule, what, fix }) => ({ rule, what, fix })),
  };
  log.tell(told, (each, paint) => [
    `${paint('failed', 'red')}   stage ${each.stage} ${each.name}${each.object === undefined ? '' : `: ${each.object} (${each.origin})`}`,
    ...each.message.split('\\u000a').map((line) => `  ${line}`),
    ...(each.trouble ? [`  ${paint('state:', 'dim')} ${each.trouble.state}`] : []),
    ...(each.trouble?.events ?? []).map((event) => `  ${paint('event:', 'dim')} ${event}`),
    ...(each.trouble?.log === undefined ? [] : [`  ${paint('log:', 'dim')} ${each.trouble.log}`]),
    ...each.rules.map(({ rule, what }) => `  ${paint('rule:', 'dim')} ${rule} ${what}`),
    `  ${paint('fix:', 'dim')} ${each.fix}`,
    `Of this stage, ${each.applied === 0 ? 'nothing' : `${each.applied} of ${plural(each.objects, 'object')}`} ${each.applied > 1 ? 'are' : 'is'} applied. A second run goes on here.`,
  ]);
}

/** Tells what became of what the manifests no longer have. */
export function tellPruned(log: Log, leftovers: readonly CheckedObject[], { kept, remaining }: PruneOutcome): void {
  if (leftovers.length === 0) return;
  if (remaining.length > 0) {
    log.tell({ event: 'failed', pruning: leftovers.map(shownName), remaining }, (told, paint) => [
      `${paint('failed', 'red')}   pruning: ${plural(told.remaining.length, 'custom resource')} did not go`,
      ...told.remaining.map(({ object, reason }) => `  ${object}: ${reason}`),
      `  ${paint('fix:', 'dim')} See whether the controller that must release it runs; a second run goes on here.`,
    ]);
    return;
  }
  const deleted = leftovers.filter((each) => !kept.has(each)).map(shownName);
  const others = [...kept].map(([object, reason]) => ({ object: shownName(object), reason }));
  log.tell({ event: 'pruned', objects: deleted, kept: others }, (told, paint) => [
    told.objects.length === 0
      ? 'pruned   nothing'
      : `pruned   ${plural(told.objects.length, 'object')} that the manifests no longer have`,
    ...told.kept.map(({ object, reason }) => `  ${paint('kept', 'yellow')} ${object}: ${reason}`),
  ]);
}

/** Tells what does not run yet. */
export function tellUnready(
  log: Log,
  unready: readonly { readonly object: string; readonly state: string }[],
  objects: number,
  waited: string | undefined,
): void {
  log.tell({ event: 'applied', objects, unready }, ({ unready: all }, paint) => [
    ...all.map(({ object, state }) => `not ready  ${object}: ${state}`),
    all.length === 0
      ? `Applied${waited === undefined ? '' : ', and everything runs'}.`
      : waited === undefined
        ? `Applied. ${plural(all.length, 'workload')} ${all.length === 1 ? 'is' : 'are'} not ready yet; --wait waits for that, status says more.`
        : paint(`Applied; ${plural(all.length, 'workload')} did not get ready within ${waited}.`, 'yellow'),
  ]);
}

/** Tells what would change. */
export function tellChanges(log: Log, changes: readonly Change[], unknown: readonly CheckedObject[]): void {
  log.tell({ event: 'diff', changes, unknown: unknown.map(shownName) }, (told, paint) => {
    const lines = told.changes.flatMap(({ app, object, lines: diff }, index) => [
      ...(told.changes[index - 1]?.app === app ? [] : [paint(app, 'bold')]),
      `  ${object}`,
      ...diff.map(
        (line) =>
          `    ${line.startsWith('+') ? paint(line, 'green') : line.startsWith('-') ? paint(line, 'red') : line}`,
      ),
    ]);
    const rest =
      told.unknown.length === 0
        ? []
        : [`new, and of a kind or namespace that is not there yet: ${told.unknown.join(', ')}`];
    return lines.length + rest.length === 0 ? ['Nothing would change.'] : [...lines, ...rest];
  });
}
