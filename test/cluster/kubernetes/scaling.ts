import { type Recorder } from '../recorder/recorder';
import { getObject, kubectl, type StoredObject } from './kubectl';
import { waitFor } from './wait';

/** Sets the replicas of a Deployment by hand. */
export async function scaleTo(namespace: string, deployment: string, replicas: number): Promise<void> {
  await kubectl('scale', `deployment/${deployment}`, `--namespace=${namespace}`, `--replicas=${replicas}`);
}

/** Waits until an autoscaler has read its metric. */
export async function untilMeasured(namespace: string, hpa: string): Promise<void> {
  await waitFor({ seconds: 120, what: `hpa/${hpa} reads its metric` }, async () => {
    const { status } = await getObject<Autoscaler>(`hpa/${hpa}`, `--namespace=${namespace}`);
    return conditionOf(status, 'ScalingActive')?.status === 'True' ? true : undefined;
  });
}

/** A condition of an autoscaler. */
export async function hpaCondition(namespace: string, hpa: string, type: string): Promise<Condition | undefined> {
  const { status } = await getObject<Autoscaler>(`hpa/${hpa}`, `--namespace=${namespace}`);
  return conditionOf(status, type);
}

/** Waits until a condition of an autoscaler has a value. */
export function waitForCondition(
  namespace: string,
  hpa: string,
  type: string,
  status: 'True' | 'False',
  seconds: number,
): Promise<Condition> {
  return waitFor({ seconds, what: `hpa/${hpa} says ${type}: ${status}` }, async () => {
    const condition = await hpaCondition(namespace, hpa, type);
    return condition?.status === status ? condition : undefined;
  });
}

/** Waits until a recorded autoscaler wants a number of replicas. */
export async function untilDesired(recorder: Recorder, replicas: number, seconds: number): Promise<void> {
  await waitFor({ seconds, what: `${replicas} replicas are wanted; ${recorder.steps.join(', ')} so far` }, () =>
    Promise.resolve(recorder.now.desired === replicas ? true : undefined),
  ).catch((error: Error) => {
    throw new Error(`${error.message} Steps: ${recorder.steps.join(', ')}`);
  });
}

/** Waits until an autoscaler that went up wants its maximum, or has wanted the same for three of its periods. */
export async function untilSteady(recorder: Recorder, maxReplicas: number, seconds: number): Promise<void> {
  const what = 'the autoscaler goes up and comes to rest';
  await waitFor({ seconds, what }, () => {
    const { desired } = recorder.now;
    const rests = desired > (recorder.steps[0] ?? 0) && recorder.secondsUnchanged >= 45;
    return Promise.resolve(desired === maxReplicas || rests ? true : undefined);
  }).catch((error: Error) => {
    throw new Error(`${error.message} Steps: ${recorder.steps.join(', ')}`);
  });
}

/** Holds the way up to the limit of an autoscaler without `behavior`: at most double, but always up to 4. */
export function expectPermittedSteps(steps: readonly number[]): void {
  for (const [index, after] of steps.entries()) {
    const before = steps[index - 1] ?? after;
    expect(after).toBeLessThanOrEqual(Math.max(2 * before, 4));
  }
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

interface Autoscaler extends StoredObject {
  readonly status: { readonly conditions?: readonly Condition[] };
}

function conditionOf({ conditions = [] }: Autoscaler['status'], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}
