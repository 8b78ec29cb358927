import { createHash } from 'node:crypto';
import { human } from '../../../lib/command/prove/formats/human';
import { json } from '../../../lib/command/prove/formats/json';
import { proofCharts } from '../../../lib/command/prove/html/charts';
import { html } from '../../../lib/command/prove/html/page';
import { type Proof } from '../../../lib/command/prove/proof';
import { prediction, withBands } from '../predict/predictions';
import { followed, loadLog, proof } from './proofs';

const EVIL = `</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 2">'&\u001B[31m`;
const plain = (text: string) => text;

const RESTARTED = { second: 1, what: 'rollout', text: 'Deployment web is restarted' } as const;

/** A proof of an app that nobody scales and nobody can predict, which failed. */
function bare(): Proof {
  const {
    prediction: _,
    agreement,
    recording,
    scaler,
    ...rest
  } = proof({
    verdict: [{ aspect: 'Availability', level: 'failure', text: 'none' }],
    followed: followed([1], loadLog([[0, 4]]), { missed: 3 }),
  });
  expect([agreement, recording, scaler]).not.toContain(undefined);
  return rest;
}

describe('for people', () => {
  test('it is the verdict, both curves, both in numbers, and what to do next', () => {
    const told = proof();
    const lines = human({ ...told, followed: { ...told.followed, done: [RESTARTED] } }, plain, 100).split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'Deployment shop/web, scaled by HPA shop/web',
      'load siege:20/3s by siege on http://web.shop.svc/ for 3 s',
    ]);
    expect(lines).toContain('  ok       Availability  100 %');
    expect(lines).toContain('  0:01  Deployment web is restarted');
    expect(lines.find((line) => line.startsWith('  replicas, predicted'))).toMatch(/ {2}up to 5$/);
    expect(lines.find((line) => line.startsWith('  replicas  '))).toMatch(/ {2}up to 2$/);
    expect(lines.find((line) => line.includes('Most replicas wanted'))).toMatch(/5, first at 2:00 +2, first at 0:02$/);
    expect(lines.find((line) => line.includes('calibrate'))).toMatch(
      /shop-web\.jsonl --load siege:20\/3s --begin 4 --end 7$/,
    );
    expect(lines.at(-2)).toBe('verdict: PASSED');
  });

  test('without a prediction and a scaler it has what there is', () => {
    const text = human(bare(), plain, 60);
    expect(text).toMatch(/^Deployment shop\/web, which nobody scales\n/);
    expect(text).toMatch(/Requests +- +4 \(1.3 per second\)/);
    expect(text).not.toContain('calibrate');
    expect(text).toMatch(/verdict: FAILED\n$/);
  });

  test('nobody but the program writes to the terminal', () => {
    expect(human(proof({ app: EVIL, url: EVIL }), plain, 100)).not.toContain('\u001B');
  });
});

describe('for programs', () => {
  test('it is one line with both curves', () => {
    const text = json(proof());
    expect(text).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(text)).toMatchObject({
      ...{ event: 'verdict', passed: true, app: 'Deployment shop/web' },
      measured: {
        ...{ answered: 33, failed: 1, mostDesired: 2, availability: 33 / 34 },
        seconds: [{ second: 0, desired: 1, answered: 10 }, { second: 1, answered: 12 }, { second: 2, desired: 2 }], // prettier-ignore
      },
      predicted: { summary: { peakDesired: 5 }, seconds: expect.any(Array) as unknown },
    });
  });

  test('has no prediction where there is none', () => {
    const told = JSON.parse(json(bare())) as object;
    expect(told).toMatchObject({ passed: false, measured: { availability: 0, latencySeconds: { mean: null } } });
    expect(told).not.toHaveProperty('predicted');
  });
});

describe('the page', () => {
  test('has a policy that admits its own scripts and style by their hashes, and nothing else', () => {
    const page = html(
      proof({ app: EVIL, url: EVIL, load: EVIL, verdict: [{ aspect: EVIL, level: 'ok', text: EVIL }] }),
    );
    const hashesOf = (tag: string): string[] =>
      [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(
        ([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
      );
    expect(page).toContain(
      `content="default-src 'none'; style-src ${hashesOf('style').join(' ')}; script-src ${hashesOf('script').join(' ')}; img-src data:"`,
    );
    expect(page.replace(/<(script|style)[^]*?<\/\1>/g, '')).not.toMatch(/<img| (?:style|onerror)="/);
  });

  test('says everything without its script', () => {
    const told = proof();
    const page = html({ ...told, followed: { ...told.followed, done: [RESTARTED], missed: 2 } });
    for (const text of [
      'passed',
      'Deployment web is restarted',
      'In numbers',
      '2 seconds without an answer',
      'scaled by HPA shop/web',
    ]) {
      expect(page).toContain(text);
    }
    expect(page.match(/<figure>/g)).toHaveLength(5);
    expect(page).toBe(html({ ...told, followed: { ...told.followed, done: [RESTARTED], missed: 2 } }));
    expect(html(bare())).toContain('Deployment shop/web: failed');
  });
});

describe('the plots', () => {
  test('are both curves over one another, with the range where there is one', () => {
    const [replicas, , requests] = proofCharts(proof({ prediction: withBands() }));
    expect(
      replicas?.series.map(({ label, values, band }) => [label, values[0], values.length, band !== undefined]),
    ).toEqual([
      ['predicted', 1, 300, true],
      ['measured', 1, 300, false],
    ]);
    expect(requests?.series[1]?.values.slice(0, 4)).toEqual([10, 13, 11, null]);
  });

  test('of a day have as many points as a screen shows, and of no prediction one curve', () => {
    const [long] = proofCharts(proof({ prediction: prediction({ durationSeconds: 4000 }) }));
    expect(long?.seconds.length).toBeLessThanOrEqual(1800);
    expect(proofCharts(bare()).map(({ series }) => series.length)).toEqual([1, 1, 1, 1, 1]);
  });
});
