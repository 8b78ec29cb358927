import { type CheckedObject } from '../../checks/manifest';
import { Interrupted, pause, type ClusterApi, type Kubectl } from '../../cluster';
import { shownName } from '../stages/cluster-object';
import { type Log } from '../stages/log';
import { type ApplyStage } from '../stages/stage';
import { type Trouble } from '../stages/trouble';
import { span } from '../text';
import { attempt, type Attempt, type AttemptOptions, type Outcome } from './attempt';
import { verdictOf } from './verdict';
import { missingFor, webhookTrouble } from './waits';

/** What the stages of one run share. */
export interface Run {
  readonly kubectl: Kubectl;
  readonly api: ClusterApi;
  readonly log: Log;
  readonly options: Omit<AttemptOptions, 'isDryRun'>;
  /** How long to wait for what a stage needs. */
  readonly seconds: number;
  /** What was applied before, by this run. */
  readonly applied: CheckedObject[];
}

/** Why a run stopped. */
export interface Failure {
  readonly stage: ApplyStage;
  /** The object that was refused; undefined where something was waited for. */
  readonly object?: CheckedObject;
  readonly message: string;
  readonly trouble?: Trouble;
  /** What of the stage was applied nevertheless. */
  readonly done: number;
}

const EVERY_SECONDS = 2;
const MOST_CONFLICTS = 5;

/**
 * Applies a stage once what it needs is there; gives the outcomes, or why it cannot go on.
 *
 * @param passing what the API server would take, as far as it was asked before: what would stay as it is, is not sent again
 */
export async function applyStage(
  run: Run,
  stage: ApplyStage,
  passing: ReadonlyMap<CheckedObject, string>,
): Promise<Attempt | Failure> {
  const unready = await untilReady(run, stage);
  if (unready) return unready;
  const settled = stage.objects.filter((object) => passing.get(object) === 'unchanged');
  for (const object of settled) run.applied.push(object);
  if (!stage.objects.every((object) => passing.has(object))) {
    const refused = await untilAccepted(run, stage);
    if (refused) return refused;
  }
  const outcomes = new Map(settled.map((object): [CheckedObject, Outcome] => [object, 'unchanged']));
  const warnings = new Set<string>();
  const deadline = Date.now() + run.seconds * 1000;
  for (let tries = 0; ; tries++) {
    const left = stage.objects.filter((object) => !outcomes.has(object));
    const answer = await attempt(run.kubectl, left, { ...run.options, isDryRun: false });
    for (const [object, outcome] of answer.outcomes) {
      outcomes.set(object, outcome);
      run.applied.push(object);
    }
    for (const warning of answer.warnings) warnings.add(warning);
    const [failed] = answer.failures;
    if (!failed) return { outcomes, failures: answer.failures, warnings: [...warnings] };
    const worst = [...answer.failures].find(([, message]) => verdictOf(message) === 'refused') ?? failed;
    const verdict = verdictOf(worst[1]);
    const isOver = verdict === 'conflict' ? tries >= MOST_CONFLICTS : verdict !== 'later' || Date.now() > deadline;
    if (isOver) return failureOf(run, stage, worst, outcomes.size);
    run.log.wait(`stage ${stage.id}`, `${shownName(worst[0])} is not accepted yet: ${worst[1]}`);
    await pause(EVERY_SECONDS, run.kubectl.signal);
  }
}

/** Waits for what the kinds and autoscalers of a stage need. */
async function untilReady(
  { api, applied, log, seconds, kubectl }: Run,
  stage: ApplyStage,
): Promise<Failure | undefined> {
  const begun = Date.now();
  for (;;) {
    const missing = await missingFor(api, applied, stage.objects);
    if (!missing) return undefined;
    const { what, state, trouble } = missing;
    if (Date.now() - begun > seconds * 1000) {
      return { stage, message: `Gave up after ${span(seconds)} of waiting until ${what}: ${state}`, trouble, done: 0 };
    }
    log.wait(`waiting until ${what}`, `${state}, ${elapsed(begun, seconds)}`);
    await pause(EVERY_SECONDS, kubectl.signal);
  }
}

/** Waits until the API server would take every object of a stage: webhooks answer, kinds are known. */
async function untilAccepted(run: Run, stage: ApplyStage): Promise<Failure | undefined> {
  const begun = Date.now();
  let left = stage.objects;
  for (;;) {
    const { failures } = await attempt(run.kubectl, left, { ...run.options, isDryRun: true });
    const hindering = [...failures].filter(([, message]) => verdictOf(message) !== 'untestable');
    const [failed] = hindering;
    if (!failed) return undefined;
    const refused = hindering.find(([, message]) => !['later', 'conflict'].includes(verdictOf(message)));
    if (refused) return failureOf(run, stage, refused, 0);
    if (Date.now() - begun > run.seconds * 1000) return failureOf(run, stage, failed, 0);
    const [object, message] = failed;
    const webhook = await webhookTrouble(run.api, message, run.applied);
    const state = webhook ? (webhook.trouble?.state ?? message) : message;
    const what = webhook
      ? `webhook ${webhook.webhook} answers for ${shownName(object)}`
      : `${shownName(object)} is accepted`;
    run.log.wait(`waiting until ${what}`, `${state}, ${elapsed(begun, run.seconds)}`);
    left = hindering.map(([each]) => each);
    await pause(EVERY_SECONDS, run.kubectl.signal);
  }
}

async function failureOf(
  { api, applied }: Run,
  stage: ApplyStage,
  [object, message]: readonly [CheckedObject, string],
  done: number,
): Promise<Failure> {
  const webhook = await webhookTrouble(api, message, applied).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    return undefined;
  });
  return { stage, object, message, trouble: webhook?.trouble, done };
}

function elapsed(begun: number, seconds: number): string {
  return `${span(Math.round((Date.now() - begun) / 1000))} of at most ${span(seconds)}`;
}
