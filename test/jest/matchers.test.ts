import { App, Chart, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AppImage, ScalableWebApp } from '../../lib';
import type * as jestEntry from '../../lib/jest';
import { expect as expectPrediction, parseLoad, predict, predictionMatchers } from '../../lib/jest';
import { type Prediction } from '../../lib/simulation';
import { messageOf } from '../support/synthesize';

/** A web app of 200m that scales on half of it. */
function shop(replicas: { readonly minReplicas?: number; readonly maxReplicas: number }, root = Testing.app()): Chart {
  const chart = new Chart(root, 'shop', { namespace: 'shop' });
  const app = new ScalableWebApp(chart, 'web', { image: AppImage.podinfo(), cpu: { request: Cpu.millis(200) } });
  app.scaleOnCpu(50, replicas);
  return chart;
}

const rising = { load: 'ramp:0..100rps/5m', duration: '10m' } as const;
let prediction: Prediction;

beforeAll(() => {
  prediction = predict(shop({ minReplicas: 2, maxReplicas: 10 }), rising);
});

describe('toReachReplicas', () => {
  test('asks for Ready pods, by any time or by a given one', () => {
    expectPrediction(prediction).toReachReplicas(10);
    expectPrediction(prediction).toReachReplicas(10).within('6m');
    expectPrediction(prediction).toReachReplicas(10, { within: 360 });
    expect(prediction).toReachReplicas(10, { within: '6m' });
    expect(prediction).not.toReachReplicas(10, { within: '1m' });
    expectPrediction(prediction).not.toReachReplicas(11);
  });

  test('says how many there were, and when which replicas came', () => {
    const message = messageOf(() => {
      expectPrediction(prediction).toReachReplicas(10).within('1m');
    });
    expect(message).toMatch(
      /^Expected: 10 replicas ready within 1m\nIt has them after \d+m\d+s; within 1m it has \d+\./,
    );
    expect(message).toContain('HorizontalPodAutoscaler shop/web, 2 to 10 replicas, under ramp:0..100rps/5m:');
    expect(message).toMatch(/\n +0s {2}2 replicas wanted, 2 ready\n/);
    expect(message).toMatch(/wanted, \d+ ready {2}cpu resource utilization \(percentage of request\) above target/);
  });

  test('says it if they never come', () => {
    expect(messageOf(() => expectPrediction(prediction).toReachReplicas(11))).toContain(
      'Expected: 11 replicas ready\nIt never has more than 10 ready.',
    );
  });

  test('says it if they come although they should not', () => {
    expect(messageOf(() => expectPrediction(prediction).not.toReachReplicas(3))).toContain(
      'Expected not: 3 replicas ready\nIt has them after',
    );
  });

  test('refuses a time that is none', () => {
    expect(messageOf(() => expectPrediction(prediction).toReachReplicas(3).within('soon'))).toContain(
      'within "soon" is not a length of time.',
    );
  });
});

test('toNeverExceed asks for the pods that exist', () => {
  expectPrediction(prediction).toNeverExceed(10);
  expect(prediction).not.toNeverExceed(9);
  expect(messageOf(() => expectPrediction(prediction).toNeverExceed(4))).toMatch(
    /^Expected: never more than 4 replicas\nIt has up to 10, and more than 4 after \d/,
  );
});

test('toLoseNoRequests asks for every request', () => {
  expectPrediction(prediction).toLoseNoRequests();
  const busy = predict(shop({ maxReplicas: 1 }), { load: 'constant:1000rps', duration: '5m' });
  expect(busy).not.toLoseNoRequests();
  expect(messageOf(() => expectPrediction(busy).toLoseNoRequests())).toMatch(
    /^Expected: no lost request\nIt loses \d+(\.\d+)? requests, the first after \d+s: \d+\.\d{3} % availability\./,
  );
  expect(messageOf(() => expectPrediction(prediction).not.toLoseNoRequests())).toContain('It loses none.');
});

test('toFlap asks for pods that go and are needed again', () => {
  expectPrediction(prediction).not.toFlap();
  const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
  const manifests = Testing.synth(shop({ maxReplicas: 10 })).map((each: { kind: string; spec: object }) =>
    each.kind === 'HorizontalPodAutoscaler' ? { ...each, spec: { ...each.spec, behavior } } : each,
  );
  const nervous = predict(manifests, { load: 'steps:80,5,80,5,80rps/2m', duration: '10m' });
  expectPrediction(nervous).toFlap();
  expect(messageOf(() => expectPrediction(nervous).not.toFlap())).toMatch(
    /^Expected not: pods that go and come back\nIt removes pods \d times that it needs again within 10 minutes\./,
  );
  expect(messageOf(() => expectPrediction(prediction).toFlap())).toContain('It never does.');
});

test('of a prediction with bands, 19 of 20 runs are asked', () => {
  const bands = predict(shop({ minReplicas: 2, maxReplicas: 10 }), { ...rising, runs: 20 });
  expectPrediction(bands).toReachReplicas(5).within('10m');
  expectPrediction(bands).toNeverExceed(10);
  expect(messageOf(() => expectPrediction(bands).toReachReplicas(11))).toContain(
    'Expected: 11 replicas ready (in 19 of 20 of 20 runs)',
  );
  expect(messageOf(() => expectPrediction(bands).toReachReplicas(5).within('30s'))).toContain('; within 30s it has ');
});

test('a message shows the first changes only', () => {
  const restless = predict(shop({ maxReplicas: 30 }), { load: 'wave:0..300rps/20m', duration: '1h' });
  expect(messageOf(() => expectPrediction(restless).toNeverExceed(0))).toMatch(/\n {2}and \d+ more changes$/);
});

test('expect is that of jest for anything else', () => {
  expectPrediction([1, 2]).toEqual(expectPrediction.arrayContaining([1]));
  expectPrediction(prediction).toReachReplicas(1, {});
  expect(messageOf(() => expect(3).toNeverExceed(3))).toContain(
    'toNeverExceed was asked of something that is not a prediction.',
  );
});

test('an expect of one’s own can be extended', () => {
  expect(predictionMatchers.toNeverExceed(prediction, 10)).toMatchObject({ pass: true });
});

test('without jest it says so', () => {
  const global = globalThis as { expect?: unknown };
  const kept = global.expect;
  try {
    delete global.expect;
    jest.isolateModules(() => {
      const alone = jest.requireActual<typeof jestEntry>('../../lib/jest');
      global.expect = kept;
      expect(messageOf(() => alone.expect(prediction))).toContain('There is no `expect` of jest.');
    });
  } finally {
    global.expect = kept;
  }
});

describe('predict', () => {
  test('takes a chart, its app and its manifests', () => {
    const app = Testing.app();
    const chart = shop({ maxReplicas: 10 }, app);
    const { rows } = predict(chart, rising);
    expect(predict(app, rising).rows).toEqual(rows);
    expect(predict(Testing.synth(chart), { ...rising, load: parseLoad(rising.load) }).rows).toEqual(rows);
  });

  test('finds the target in another chart of the app', () => {
    const app = new App({ outdir: Testing.app().outdir });
    const web = new Chart(app, 'web', { namespace: 'shop' });
    const scalable = new ScalableWebApp(web, 'web', { image: AppImage.podinfo(), cpu: { request: Cpu.millis(200) } });
    scalable.scaleOnCpu(50, { maxReplicas: 3 });
    const manifests = Testing.synth(web) as { kind: string }[];
    const chart = new Chart(app, 'empty');
    expect(messageOf(() => predict(chart, rising))).toContain('There is no autoscaler to predict.');
    expect(predict(chart, { ...rising, scaler: 'web' }).rows).toEqual(predict(web, rising).rows);
    expect(manifests.map(({ kind }) => kind)).toContain('HorizontalPodAutoscaler');
  });

  test('asks which one where there are several', () => {
    const app = Testing.app();
    const chart = shop({ maxReplicas: 10 }, app);
    const other = new ScalableWebApp(chart, 'api', { image: AppImage.podinfo(), cpu: { request: Cpu.millis(100) } });
    other.scaleOnCpu(50, { maxReplicas: 5 });
    expect(messageOf(() => predict(chart, rising))).toContain(
      'Name one: { scaler: "HorizontalPodAutoscaler/shop/web" }, or HorizontalPodAutoscaler/shop/api.',
    );
    expect(predict(chart, { ...rising, scaler: 'api' }).maxReplicas).toBe(5);
  });
});
