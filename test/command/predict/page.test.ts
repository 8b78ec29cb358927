import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { compare } from '../../../lib/command/predict/compare';
import { type Forecast } from '../../../lib/command/predict/forecast';
import { chartsOf, type Chart } from '../../../lib/command/predict/html/charts';
import { html } from '../../../lib/command/predict/html/page';
import { type Prediction } from '../../../lib/simulation';
import { BrowserPage, findBrowser } from '../../support/browser';
import { prediction, withBands } from './predictions';

const EVIL = `</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 2">'&`;

function forecast(of: Prediction, rest: Partial<Forecast> = {}): Forecast {
  return { source: 'dist/', scalers: [{ prediction: of, hints: [] }], comparisons: [], ...rest };
}

/** A page with everything on it. */
function fullPage(): string {
  const plain = withBands();
  const { summary } = plain;
  const hints = [{ field: 'minReplicas', change: 'minReplicas 1 -> 2', effect: 'loses 0 requests', summary }];
  const other = { label: 'other/', prediction: prediction({ maxReplicas: 8 }) };
  return html(
    forecast(plain, {
      scalers: [{ prediction: plain, hints }],
      comparisons: [compare({ label: 'dist/', prediction: plain }, other)],
    }),
  );
}

function evilPage(): string {
  const plain = prediction();
  const scaler = { ...plain.scaler, name: EVIL, namespace: EVIL };
  return html({
    source: EVIL,
    comparisons: [],
    scalers: [
      {
        prediction: {
          ...plain,
          ...{ scaler, target: scaler, load: EVIL },
          metrics: [{ ...plain.metrics[0]!, name: EVIL, label: EVIL }],
          decisions: plain.decisions.map((each) => ({ ...each, reason: EVIL, explanation: [EVIL] })),
          events: plain.events.map((each) => ({ ...each, object: EVIL, message: EVIL })),
          parameters: plain.parameters.map((each) => ({ ...each, name: EVIL, value: EVIL, source: EVIL })),
        },
        hints: [{ field: EVIL, change: EVIL, effect: EVIL, summary: plain.summary }],
      },
    ],
  });
}

/** The page without script and style. */
function withoutCode(page: string): string {
  return page.replace(/<(script|style)[^]*?<\/\1>/g, '');
}

describe('the markup', () => {
  test('has a policy that admits its own scripts and style by their hashes, and nothing else', () => {
    const page = evilPage();
    const hashesOf = (tag: string): string[] =>
      [...page.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(
        ([, content = '']) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`,
      );
    expect(page).toContain(
      `content="default-src 'none'; style-src ${hashesOf('style').join(' ')}; script-src ${hashesOf('script').join(' ')}; img-src data:"`,
    );
    expect(hashesOf('script')).toHaveLength(2);
    expect(withoutCode(page)).not.toMatch(/ (?:style|on\w+)="/);
  });

  test('has the licence of uPlot beside it', () => {
    expect(fullPage()).toContain('Permission is hereby granted, free of charge');
  });

  test('is the same for the same forecast, and names no address of the network', () => {
    expect(fullPage()).toBe(fullPage());
    const own = fullPage().replace(/<script>[^]*?<\/script>/, '');
    expect(own.match(/https?:\/\/[^\s"'<]+/g)).toBeNull();
    expect(own).toContain("default-src 'none'");
  });

  test('says everything without its script', () => {
    const text = withoutCode(fullPage()).replace(/<[^>]+>/g, ' ');
    for (const each of [
      ...['HorizontalPodAutoscaler shop/web', '2,100 of 71,850', '2,000 to 2,200', 'minReplicas 1 -&gt; 2'],
      ...['other/', 'is at 150 % of its target', 'New size: 2', 'world.bootSeconds', '3 to 8', 'Every 5 s'],
    ]) {
      expect(text).toContain(each);
    }
  });

  test('has a caption for each table, a name for each heading cell and an identifier only once', () => {
    const page = fullPage();
    expect(page.match(/<table>/g)).toHaveLength(page.match(/<table><caption>[^<]+<\/caption>/g)?.length ?? 0);
    expect(page.match(/<th(?!ead| scope)/g)).toBeNull();
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = [...page.matchAll(/(?:aria-labelledby="|href="#)([^"]+)"/g)].map(([, id]) => id);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('escapes whatever comes from the manifests', () => {
    const page = evilPage();
    expect(page).not.toContain(EVIL);
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(3);
  });

  test('of one run has no ranges, and of nothing no sections', () => {
    expect(withoutCode(html(forecast(prediction())))).not.toContain('nine of ten');
    expect(withoutCode(html({ source: 'x', scalers: [], comparisons: [] }))).not.toContain('<section');
  });
});

describe('the plots', () => {
  test('are load, metrics, replicas, lost requests and latency', () => {
    const charts = chartsOf(withBands());
    expect(charts.map(({ title, unit, series }) => [title, unit, series.map(({ label }) => label)])).toEqual([
      ['Load', 'requests/s', ['answered', 'sent']],
      ['Metric: cpu', '%', ['cpu', 'target']],
      ['Replicas', '', ['desired', 'ready', 'maximum']],
      ['Requests lost', 'requests/s', ['lost']],
      ['Latency', 's', ['latency']],
    ]);
    expect(charts[2]?.series[0]?.band?.high.slice(29, 31)).toEqual([2, 3]);
    expect(charts[0]?.seconds).toHaveLength(300);
  });

  test('of a day have as many points as a screen shows: means of rates, samples of counts', () => {
    const day = chartsOf(prediction({ durationSeconds: 86_400 }));
    const [load] = day as [Chart];
    expect(load.seconds).toHaveLength(1800);
    expect(load.seconds.slice(0, 2)).toEqual([0, 48]);
    expect(load.series[1]?.values[0]).toBe(58.75); // the mean of 0, 2.5, … 117.5
    expect(day[2]?.series[0]?.values.slice(0, 3)).toEqual([1, 2, 4]);
  });

  test('of a metric without a target, without requests and with short bands have gaps', () => {
    const plain = withBands();
    const bands = { ...plain.bands!, lost: { p5: [], p50: [], p95: [] } };
    const metrics = [{ ...plain.metrics[0]!, target: null, unit: 'number' as const }];
    const summary = { ...plain.summary, offeredRequests: 0 };
    const charts = chartsOf({ ...plain, bands, metrics, summary, rows: plain.rows.slice(0, 10) });
    expect(charts[1]?.series).toHaveLength(1);
    expect(charts[3]?.series[0]?.band?.low[0]).toBeNull();
    expect(charts[4]?.series[0]?.values.slice(9, 11)).toEqual([0.05, null]);
    expect(charts[0]?.summary).toContain('There are none.');
  });
});

describe('the colours', () => {
  const css = fs.readFileSync(path.join(__dirname, '../../../assets/prediction/page.css'), 'utf8');
  const [light = '', dark = ''] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) => block);
  const colourOf = (block: string, name: string) => new RegExp(`--${name}: #([0-9a-f]{6})`).exec(block)?.[1] ?? '';

  /** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
  function contrast(a: string, b: string): number {
    const [high = 0, low = 0] = [a, b]
      .map((colour) => {
        const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
          const part = parseInt(colour.slice(at, at + 2), 16) / 255;
          return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      })
      .sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }

  test.each(['light', 'dark'])('%s: texts have a contrast of 4.5, lines of 3', (scheme) => {
    const block = scheme === 'light' ? light : dark;
    const ground = colourOf(block, 'ground');
    for (const name of ['text', 'quiet', 'link']) {
      expect(contrast(colourOf(block, name), ground)).toBeGreaterThanOrEqual(4.5);
    }
    for (const name of ['blue', 'orange', 'red', 'grey']) {
      expect(contrast(colourOf(block, name), ground)).toBeGreaterThanOrEqual(3);
    }
  });
});

const browser = findBrowser();
(browser === undefined ? describe.skip : describe)(
  `in a browser${browser === undefined ? ': skipped, for there is no Chromium on this machine' : ''}`,
  () => {
    let folder: string;
    let file: string;
    let page: BrowserPage;

    beforeAll(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
      file = path.join(folder, 'report.html');
      fs.writeFileSync(file, fullPage());
      page = await BrowserPage.open(browser ?? '');
    }, 60_000);

    afterAll(async () => {
      await page.close();
      fs.rmSync(folder, { recursive: true });
    });

    test.each([
      [1200, 'light'],
      [1200, 'dark'],
      [400, 'light'],
      [400, 'dark'],
    ] as const)(
      '%i pixels wide and %s, it draws every plot, overflows nowhere and complains of nothing',
      async (width, scheme) => {
        await page.show(file, width, scheme);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        const drawn = await page.evaluate<boolean[]>(
          `[...document.querySelectorAll('.plot canvas')].map((canvas) =>
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0))`,
        );
        expect(drawn).toEqual(Array.from({ length: 7 }, () => true));
        const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
        expect(ground).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
        expect((await page.screenshot()).length).toBeGreaterThan(10_000);
        expect([page.complaints, page.requests]).toEqual([[], []]);
      },
    );

    test('it is drawn again where the colours or the width change', async () => {
      await page.show(file, 1200, 'light');
      const picture = () => page.evaluate<string>("document.querySelector('.plot canvas').toDataURL()");
      const light = await picture();
      await page.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: 'dark' }] });
      await page.frames();
      const dark = await picture();
      expect(dark).not.toBe(light);
      await page.call('Emulation.setDeviceMetricsOverride', {
        width: 400,
        height: 900,
        deviceScaleFactor: 1,
        mobile: true,
      });
      await page.frames();
      expect(await page.evaluate("document.querySelector('.plot canvas').clientWidth")).toBeLessThanOrEqual(400);
      expect(await page.evaluate("document.querySelectorAll('.plot canvas').length")).toBe(7);
    });

    test('the pointer tells the values of every plot, with their range', async () => {
      await page.show(file, 1200, 'light');
      await page.evaluate("document.querySelectorAll('.plot')[4].scrollIntoView({ block: 'center' })");
      const [x = 0, y = 0] = await page.evaluate<number[]>(
        `(() => { const at = document.querySelectorAll('.plot .u-over')[4].getBoundingClientRect(); return [at.x + at.width / 2, at.y + 50]; })()`,
      );
      await page.call('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
      await page.frames();
      const legends = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.u-legend')].map((each) =>
        [...each.querySelectorAll('.u-series:not(.edge) > *')].map((part) => part.innerText).join(' '))`,
      );
      expect(legends[4]).toMatch(/time 2:\d\d desired 5 \(4 to 6\) ready 5 \(4 to 6\) maximum 5$/);
      expect(legends[2]).toMatch(/time 2:\d\d answered 300 requests\/s sent 300 requests\/s$/);
    });

    test('the keyboard reaches every plot and tells its values', async () => {
      await page.show(file, 1200, 'light');
      await page.evaluate("document.querySelectorAll('.plot')[4].focus()");
      const readout = async (key: string) => {
        await page.call('Input.dispatchKeyEvent', { type: 'keyDown', key });
        await page.frames();
        return page.evaluate<string>("document.querySelectorAll('.readout')[4].textContent");
      };
      expect(await readout('End')).toBe('4:59: desired 5 (4 to 6), ready 5 (4 to 6), maximum 5');
      expect(await readout('Home')).toBe('0:00: desired 1 (0 to 2), ready 1 (0 to 2), maximum 5');
      expect(await readout('PageDown')).toBe('0:30: desired 2 (1 to 3), ready 1 (0 to 2), maximum 5');
      expect(await readout('ArrowLeft')).toBe('0:27: desired 1 (0 to 2), ready 1 (0 to 2), maximum 5');
      expect(await readout('a')).toMatch(/^0:27/);
    });

    test('nothing that a manifest says is run', async () => {
      const evil = path.join(folder, 'evil.html');
      fs.writeFileSync(evil, evilPage());
      await page.show(evil, 1200, 'light');
      expect(await page.evaluate('window.harmed === undefined')).toBe(true);
      expect(await page.evaluate("document.querySelectorAll('canvas').length")).toBe(5);
      expect([page.complaints, page.requests]).toEqual([[], []]);
    });
  },
);
