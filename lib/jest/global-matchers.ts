import { type ReachOptions } from './matchers';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- it is where @types/jest has its matchers
  namespace jest {
    /** jest's `expect`, where its types are at hand. */
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- they add what it has
    interface Expect {}

    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- as @types/jest declares it
    interface Matchers<R, T = {}> {
      /** So many pods of a prediction are Ready at some time, or by the time that is given. */
      toReachReplicas(count: number, options?: ReachOptions): R;
      /** There are never more pods in a prediction, those that a rollout adds included. */
      toNeverExceed(count: number): R;
      /** Every request of a prediction is answered. */
      toLoseNoRequests(): R;
      /** In a prediction pods are removed that are needed again within 10 minutes. */
      toFlap(): R;
    }
  }
}
