import { jsonText } from '../../../encode';
import { availabilityOf, measuredLatency, mostDesired, type Proof } from '../proof';

/** The last line for programs: everything in numbers, both curves included. */
export function json(proof: Proof): string {
  const { followed, prediction, verdict, ...rest } = proof;
  const { load, seconds, done, missed, leadSeconds } = followed;
  return `${jsonText({
    event: 'verdict',
    ...rest,
    passed: !verdict.some(({ level }) => level === 'failure'),
    verdict,
    measured: {
      answered: load.answered,
      failed: load.failed,
      unsent: load.unsent,
      availability: availabilityOf(load),
      latencySeconds: measuredLatency(load),
      mostDesired: mostDesired(followed),
      missedSeconds: missed,
      leadSeconds,
      seconds: seconds.map((each, second) => ({ second, ...each, ...load.seconds[second] })),
    },
    disturbances: done,
    ...(prediction && {
      predicted: {
        summary: prediction.summary,
        seconds: prediction.rows.map(({ second, desired, ready, offered, served, lost, latencySeconds }) => ({
          ...{ second, desired, ready, offered, served, lost, latencySeconds },
        })),
        parameters: prediction.parameters,
      },
    }),
  })}\n`;
}
